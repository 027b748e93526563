import { expect, test, vi } from "vitest";
import { alertLease } from "@/db/record/alert-lease";
import { watchAlerts } from "@/lib/workers/alerts";
import { pushText, testApp } from "@/tests/support/app";
import { TestPace } from "@/tests/support/pace";
import { until } from "@/tests/support/until";
import { heldWriteLock } from "@/tests/support/write-lock";

async function watched() {
  const { app, clock } = await testApp();
  const pace = new TestPace();
  const stopping = new AbortController();
  let settle = (): void => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const ended = watchAlerts(app, stopping.signal, { settled: () => settled, pace });
  const looked = async () => (await alertLease(app.store.db)).looked_ms;
  const stop = () => {
    stopping.abort();
    return ended;
  };
  return { app, clock, pace, settle, looked, stop };
}

test("nothing is judged before what stood in the files was read", async () => {
  const { pace, settle, looked, stop } = await watched();
  expect([pace.slept, await looked()]).toEqual([[], 0]);
  settle();
  await pace.asleep(1);
  expect(await looked()).toBeGreaterThan(0);
  await stop();
});

test("looks every five seconds, and soon after evidence was told", async () => {
  const { app, clock, pace, settle, looked, stop } = await watched();
  settle();
  expect(await pace.asleep(1)).toBe(1000);
  pace.pass(1000);
  expect(await pace.asleep(2)).toBe(4000);
  clock.nowMs += 5000;
  pace.pass(4000);
  await pace.asleep(3);
  expect(await looked()).toBe(clock.nowMs);
  pace.pass(1000);
  await pace.asleep(4);
  clock.nowMs += 1000;
  const sample = { timestamp: new Date(clock.nowMs).toISOString(), name: "rag", value_ms: 1 };
  await pushText(app, "latency", JSON.stringify(sample));
  await pace.asleep(5);
  expect(await looked()).toBe(clock.nowMs);
  await stop();
});

test("a stop before the files were read ends it", async () => {
  const { stop } = await watched();
  await stop();
});

test("that the database is locked is said once, and the loop goes on", async () => {
  const { app, pace, settle, looked, stop } = await watched();
  const said = vi.spyOn(app.log, "error");
  vi.useFakeTimers();
  const release = heldWriteLock(app.databaseFile);
  settle();
  for (let turn = 0; turn < 3; turn += 1) {
    await vi.advanceTimersByTimeAsync(5200);
    pace.pass(1000);
    await vi.advanceTimersByTimeAsync(10);
    pace.pass(4000);
  }
  release();
  await vi.advanceTimersByTimeAsync(100);
  vi.useRealTimers();
  await until(async () => expect(await looked()).toBeGreaterThan(0));
  expect(said.mock.calls.map(([, words]) => words)).toEqual(["the database cannot be written"]);
  await stop();
});
