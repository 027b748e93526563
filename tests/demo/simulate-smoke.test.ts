import { afterEach, beforeEach, expect, test } from "vitest";
import { MINUTE_MS } from "@/lib/demo/story";
import type { SmokeJob, Written } from "@/lib/drivers/smoke-job";
import { DemoSmoke } from "@/lib/workers/demo-smoke";
import { expected, Stage } from "./stage";

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.close());

const JOB: SmokeJob = {
  ...{ run: "r1", number: 1, topic: "What a release has to prove", version: "sprint-15" },
  environment: "green",
};

/** After a start and the day that is played. */
async function ordered(job: SmokeJob, more: object = {}): Promise<Written | null> {
  const smoke = new DemoSmoke(() => stage.nowMs);
  await stage.run(2 * MINUTE_MS, more);
  let came: Written | null = null;
  void smoke.write(job, new AbortController().signal).then((written) => {
    came = written;
  });
  await stage.run(3000, { orders: smoke.due, ...more });
  expect(came).toBeNull();
  await stage.run(10_000, { orders: smoke.due, ...more });
  return came;
}

test("an ordered article stands in the files of its environment within seconds, with its line, although it has no share", async () => {
  expect(await ordered(JOB)).toMatchObject({ ok: true, costUsd: null, error: null });
  const executions = await stage.executions("green");
  const [mine] = executions.filter(({ topic }) => topic === JOB.topic);
  const [line] = (await stage.lines("green")).filter(({ topic }) => topic === JOB.topic);
  expect(stage.nowMs - Date.parse(mine!.timestamp)).toBeLessThan(15_000);
  expect(line!.total_cost_usd).toBe(mine!.totals.total_cost_usd);
  expect((await stage.executions("blue")).map(({ topic }) => topic)).not.toContain(JOB.topic);
});

test("it does not keep anything of the plan from being written, also after a restart", async () => {
  await ordered({ ...JOB, environment: "blue" });
  await stage.run(5 * MINUTE_MS);
  const written = (await stage.executions("blue")).map(({ topic }) => topic);
  expect(written.filter((topic) => topic === JOB.topic)).toHaveLength(1);
  const planned = expected(await stage.story("blue"), stage.nowMs - 1000).map(
    ({ execution }) => execution.topic,
  );
  const others = written.filter((topic) => topic !== JOB.topic);
  expect(others).toEqual(planned.slice(-others.length));
});

test("where most jobs fail, this one does, too", async () => {
  const mood = () => ({ ill: ["green" as const], versions: {} });
  expect(await ordered(JOB, { mood })).toMatchObject({ ok: false, error: "ended with exit code 1" });
  expect((await stage.executions("green")).map(({ topic }) => topic)).not.toContain(JOB.topic);
});

test("one that is cancelled is not written", async () => {
  const smoke = new DemoSmoke(() => stage.nowMs);
  const stopping = new AbortController();
  const writing = smoke.write(JOB, stopping.signal);
  stopping.abort();
  expect(await writing).toMatchObject({ ok: false, error: "stopped" });
  stage.nowMs += MINUTE_MS;
  expect(smoke.due()).toEqual([]);
});

test("what was just deployed is checked at once, and says its version", async () => {
  await stage.run(2 * MINUTE_MS);
  const mood = () => ({ ill: [], versions: { green: "sprint-99" } });
  await stage.run(3000, { mood });
  const last = (await stage.text("health.jsonl", "green")).trimEnd().split("\n").at(-1)!;
  expect(JSON.parse(last)).toMatchObject({ version: "sprint-99" });
});
