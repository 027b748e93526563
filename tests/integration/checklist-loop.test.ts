import { expect, test, vi } from "vitest";
import { checklistOf } from "@/lib/server/governance/checklist";
import { checklistsLooked } from "@/lib/server/governance/checklist-look";
import { releasePlanned } from "@/lib/server/releases/commands";
import { watchChecklists } from "@/lib/workers/checklist";
import { pushText, testApp } from "@/tests/support/app";
import { itemOf } from "@/tests/support/checklist";
import { fixture } from "@/tests/support/fixture";
import { TestPace } from "@/tests/support/pace";
import { ADA } from "@/tests/support/releases";
import { until } from "@/tests/support/until";

async function watched() {
  const { app } = await testApp();
  const pace = new TestPace();
  const stopping = new AbortController();
  let settle = (): void => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const told: string[] = [];
  const unsubscribe = app.bus.subscribe(({ topics }) => told.push(...topics));
  const { id } = await releasePlanned(app, { version: "sprint-15", environment: "green" }, ADA);
  await checklistsLooked(app);
  // What a look says is news for the next: here all of that is told before the loop begins.
  app.bus.publish(["flags"]);
  await until(() => expect(told).toContain("flags"));
  unsubscribe();
  const ended = watchChecklists(app, stopping.signal, { settled: () => settled, pace });
  const python = async () => itemOf(await checklistOf(app, id), "python").said;
  const stop = () => {
    stopping.abort();
    return ended;
  };
  return { app, pace, settle, python, stop };
}

test("nothing is said before what stood in the files was read, then every ten seconds", async () => {
  const { app, pace, settle, python, stop } = await watched();
  expect(pace.slept).toEqual([]);
  settle();
  expect(await pace.asleep(1)).toBe(2000);
  await pushText(app, "health", fixture("health.json"));
  pace.pass(2000);
  expect(await pace.asleep(2)).toBe(8000);
  expect(await python()).toMatch(/no health check/);
  pace.pass(8000);
  await pace.asleep(3);
  expect(await python()).toBe("3.13.0");
  await stop();
});

test("a release that is planned, or a run that has ended, is looked at soon, but no two looks come close", async () => {
  const { app, pace, settle, python, stop } = await watched();
  settle();
  await pace.asleep(1);
  await pushText(app, "health", fixture("health.json"));
  app.bus.publish(["releases"]);
  expect(await python()).toMatch(/no health check/);
  pace.pass(2000);
  // The look that was due in eight seconds has come at once: it sleeps its two again.
  await until(async () => expect(await python()).toBe("3.13.0"));
  await stop();
});

test("a look that fails is said once, and the loop goes on", async () => {
  const { app, pace, settle, python, stop } = await watched();
  const said = vi.spyOn(app.log, "error");
  const broken = vi.spyOn(app, "settings").mockImplementation(() => {
    throw new Error("a fault of ours");
  });
  settle();
  await pace.asleep(1);
  pace.pass(2000);
  await pace.asleep(2);
  pace.pass(8000);
  await pace.asleep(3);
  expect(said.mock.calls.map(([, words]) => words)).toEqual(["a look at the checklists failed"]);
  broken.mockRestore();
  pace.pass(2000);
  await pace.asleep(4);
  pace.pass(8000);
  await pace.asleep(5);
  expect(await python()).toMatch(/no health check/);
  await stop();
});

test("a stop before the files were read ends it", async () => {
  const { stop } = await watched();
  await stop();
});
