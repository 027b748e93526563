import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { sourcesOf } from "@/lib/server/sources";
import { startWorkers } from "@/lib/workers/start";
import { type TestApp, testApp } from "@/tests/support/app";
import { begun, ended, pidsIn } from "@/tests/support/process";
import { until } from "@/tests/support/until";

const SCRIPT = fileURLToPath(new URL("../support/health-check.ts", import.meta.url));

async function working() {
  const given = await testApp();
  const stop = await startWorkers(given.app);
  let over: Promise<void> | null = null;
  const end = () => {
    over ??= stop();
    return over;
  };
  onTestFinished(end);
  const save = (text: string) => writeFile(join(given.folder, "greenlight.yaml"), `timezone: UTC\n${text}`);
  return { ...given, end, save };
}

const probe = (words: readonly string[], more = "") =>
  `probes: [{ name: pipeline, kind: command, interval: 1s, ${more} command: ${JSON.stringify([process.execPath, SCRIPT, ...words])} }]\n`;

const stored = ({ app }: Pick<TestApp, "app">) =>
  app.store.db
    .selectFrom("health_result")
    .select(["component", "environment", "status", "error", "fallback"])
    .orderBy("id")
    .execute();

test("a probe in greenlight.yaml is asked as soon as it is saved, and what it says is stored", async () => {
  const given = await working();
  await given.save(probe(["unhealthy"], "environment: green,"));
  // Seven of each time it is asked, and that is once a second.
  await until(async () => expect((await stored(given)).length).toBeGreaterThanOrEqual(7));
  const results = new Map((await stored(given)).map((row) => [row.component, row]));
  expect(results.get("flow")).toMatchObject({ status: "degraded", fallback: "WORKFLOW_SEQUENCE" });
  expect(results.get("dependencies")).toMatchObject({ status: "unhealthy", environment: "green" });
  expect(results.get("pipeline")).toMatchObject({ status: "unhealthy", environment: "green", error: null });
  await given.save("");
  const shown = async () =>
    (await sourcesOf(given.app)).sources.find(({ path }) => path === "probe:pipeline");
  await until(async () => expect(await shown()).toMatchObject({ environment: null, state: "ok" }));
});

test("a check that hangs ends with the workers, and leaves no result", async () => {
  const given = await working();
  const pids = join(given.folder, "pids");
  await given.save(probe(["hang", pids], "timeout: 1s,").replace(/: 1s/g, ": 10s"));
  await begun(pids);
  expect(await stored(given)).toEqual([]);
  await given.end();
  await ended(pidsIn(pids));
});

test("a process in greenlight.yaml is sampled as soon as it is saved", async () => {
  const given = await working();
  const pidFile = join(given.folder, "pid");
  await writeFile(pidFile, String(process.pid));
  await given.save("resources: [{ pid_file: pid, interval: 1h, environment: blue }]\n");
  const samples = () =>
    given.app.store.db.selectFrom("resource_sample").select(["environment", "memory_bytes"]).execute();
  const sample = { environment: "blue", memory_bytes: expect.any(Number) };
  await until(async () => expect((await samples())[0]).toEqual(sample));
});
