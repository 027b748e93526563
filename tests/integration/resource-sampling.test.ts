import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sourcesOf } from "@/lib/server/sources";
import { samplers } from "@/lib/workers/sample";
import { testApp } from "@/tests/support/app";
import { TestPace } from "@/tests/support/pace";

const INTERVAL_MS = 15_000;

function started(): ChildProcess {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function sampling() {
  const { app, clock, folder } = await testApp();
  const pace = new TestPace();
  const loops = samplers(app, pace);
  onTestFinished(() => loops.stop());
  const pidFile = join(folder, "pipeline.pid");
  const pass = (ms: number) => {
    clock.nowMs += ms;
    pace.pass(ms);
  };
  return {
    pidFile,
    pace,
    pass,
    loops,
    start: () => loops.follow([{ pidFile, intervalMs: INTERVAL_MS, environment: "green" }]),
    samples: () =>
      app.store.db
        .selectFrom("resource_sample")
        .select(["environment", "memory_bytes", "cpu_milli"])
        .orderBy("id")
        .execute(),
    shown: async () => (await sourcesOf(app)).sources.find(({ path }) => path === `process:${pidFile}`),
  };
}

test("memory is sampled at once and each interval, processor cores from the second sample on", async () => {
  const { pidFile, pace, pass, start, samples } = await sampling();
  writeFileSync(pidFile, String(started().pid));
  await start();
  expect(await pace.asleep(1)).toBe(INTERVAL_MS);
  pass(INTERVAL_MS);
  await pace.asleep(2);
  writeFileSync(pidFile, String(started().pid));
  pass(INTERVAL_MS);
  await pace.asleep(3);
  const sample = { environment: "green", memory_bytes: expect.any(Number) };
  expect(await samples()).toEqual([
    { ...sample, cpu_milli: null },
    { ...sample, cpu_milli: expect.any(Number) },
    { ...sample, cpu_milli: null },
  ]);
  for (const { memory_bytes } of await samples()) expect(memory_bytes).toBeGreaterThan(0);
});

test("while there is no process there is no sample, and the source says why", async () => {
  const { pidFile, pace, pass, start, samples, shown, loops } = await sampling();
  await start();
  await pace.asleep(1);
  expect(await shown()).toMatchObject({ kind: "resources", environment: "green", state: "waiting" });
  const child = started();
  writeFileSync(pidFile, String(child.pid));
  pass(INTERVAL_MS);
  await pace.asleep(2);
  expect(await shown()).toMatchObject({ state: "ok", accepted: 1 });
  child.kill("SIGKILL");
  await once(child, "exit");
  pass(INTERVAL_MS);
  await pace.asleep(3);
  expect(await shown()).toMatchObject({ state: "waiting" });
  expect(await samples()).toHaveLength(1);
  await loops.stop();
  expect(pace.slept).toHaveLength(3);
});
