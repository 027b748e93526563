import { writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { ProbeSetting } from "@/lib/server/config-settings";
import { sourcesOf } from "@/lib/server/sources";
import { probes } from "@/lib/workers/probe";
import { type TestApp, testApp } from "@/tests/support/app";
import { TestPace } from "@/tests/support/pace";
import { begun, ended, pidsIn } from "@/tests/support/process";
import { until } from "@/tests/support/until";
import { heldWriteLock } from "@/tests/support/write-lock";

const SCRIPT = fileURLToPath(new URL("../support/health-check.ts", import.meta.url));
const INTERVAL_MS = 15_000;
const HEALTHY = '{"component":"rag","status":"healthy","latency_ms":12}';

/** A service whose answers wait until the test gives them. */
async function service() {
  const asked: ServerResponse[] = [];
  const server = createServer((_, response) => void asked.push(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    /** Waits for the n-th question. */
    async answer(times: number, body: string): Promise<void> {
      await until(() => expect(asked).toHaveLength(times));
      asked[times - 1]!.end(body);
    },
  };
}

const common = { environment: "blue", intervalMs: INTERVAL_MS, timeoutMs: 60_000, retries: 0 } as const;
const rag = (url: string, more: Partial<ProbeSetting> = {}) =>
  ({ ...common, name: "rag", kind: "http", url, ...more }) as ProbeSetting;

const stored = ({ app }: TestApp) =>
  app.store.db
    .selectFrom("health_result")
    .select(["component", "environment", "status", "error", "interval_ms", "received_ms"])
    .orderBy("id")
    .execute();

const storedTimes = (test: TestApp, times: number) =>
  until(async () => expect(await stored(test)).toHaveLength(times));

async function probing(settings: readonly ProbeSetting[], chance = 0.5) {
  const given = await testApp();
  const pace = new TestPace();
  pace.chance = chance;
  const loops = probes(given.app, pace);
  onTestFinished(() => loops.stop());
  await loops.follow(settings);
  return { ...given, pace, loops };
}

describe("a probe", () => {
  test("asks soon after the start, then once an interval, and each answer is stored", async () => {
    const { url, answer } = await service();
    const given = await probing([rag(url)]);
    const { pace, clock } = given;
    expect(await pace.asleep(1)).toBe(5000);
    pace.pass(5000);
    await answer(1, HEALTHY);
    expect(await pace.asleep(2)).toBe(INTERVAL_MS);
    clock.nowMs += INTERVAL_MS;
    pace.pass(INTERVAL_MS);
    await answer(2, '{"status":"degraded"}');
    await pace.asleep(3);
    const common = { component: "rag", environment: "blue", interval_ms: INTERVAL_MS };
    expect(await stored(given)).toMatchObject([
      { ...common, status: "healthy", received_ms: clock.nowMs - INTERVAL_MS },
      { ...common, status: "degraded", received_ms: clock.nowMs },
    ]);
  });

  test.each([
    [0, 0, INTERVAL_MS - 750],
    [0.999_999, 10_000, INTERVAL_MS + 750],
  ])("keeps off the beat of others by chance (%d), within bounds", async (chance, firstMs, thenMs) => {
    const { url, answer } = await service();
    const { pace } = await probing([rag(url)], chance);
    expect(await pace.asleep(1)).toBeCloseTo(firstMs, 0);
    pace.pass(10_000);
    await answer(1, HEALTHY);
    expect(await pace.asleep(2)).toBeCloseTo(thenMs, 0);
  });

  test("that takes longer than three intervals is not asked again meanwhile, nor more often after", async () => {
    const { url, asked, answer } = await service();
    const { pace } = await probing([rag(url)]);
    await pace.asleep(1);
    pace.pass(5000);
    await until(() => expect(asked).toHaveLength(1));
    for (let times = 0; times < 7; times += 1) pace.pass(INTERVAL_MS / 2);
    expect(asked).toHaveLength(1);
    await answer(1, HEALTHY);
    expect(await pace.asleep(2)).toBe(INTERVAL_MS / 2);
    pace.pass(INTERVAL_MS / 2);
    await answer(2, HEALTHY);
    expect(await pace.asleep(3)).toBe(INTERVAL_MS);
    expect(asked).toHaveLength(2);
  });

  test("that got no proper answer asks again, at growing distance, and only the last counts", async () => {
    const { url, asked, answer } = await service();
    const given = await probing([rag(url, { retries: 2 })]);
    const { pace, app } = given;
    await pace.asleep(1);
    pace.pass(5000);
    await answer(1, '{"status":');
    expect(await pace.asleep(2)).toBe(500);
    pace.pass(500);
    await answer(2, '{"status":');
    expect(await pace.asleep(3)).toBe(1000);
    pace.pass(1000);
    await answer(3, HEALTHY);
    await pace.asleep(4);
    expect(asked).toHaveLength(3);
    expect(await stored(given)).toMatchObject([{ status: "healthy", error: null }]);
    expect(await app.metrics.registry.metrics()).toContain(
      'greenlight_probe_runs_total{probe="rag",kind="http",outcome="answered"} 1',
    );
  });

  test("that is told bad news asks nobody again", async () => {
    const { url, asked, answer } = await service();
    const given = await probing([rag(url, { retries: 5 })]);
    await given.pace.asleep(1);
    given.pace.pass(5000);
    await answer(1, '{"status":"unhealthy","error":"index lost"}');
    expect(await given.pace.asleep(2)).toBe(INTERVAL_MS);
    expect(asked).toHaveLength(1);
    expect(await stored(given)).toMatchObject([{ status: "unhealthy", error: "index lost" }]);
  });

  test("does not ask again once the next question is due", async () => {
    const { url, asked, answer } = await service();
    const given = await probing([rag(url, { retries: 5 })]);
    const { pace } = given;
    await pace.asleep(1);
    pace.pass(5000);
    await until(() => expect(asked).toHaveLength(1));
    pace.pass(INTERVAL_MS);
    await answer(1, '{"status":');
    expect(await pace.asleep(2)).toBe(INTERVAL_MS);
    expect(await stored(given)).toMatchObject([{ status: "unhealthy" }]);
  });

  test("is among the sources, with what is wrong", async () => {
    const { url, answer } = await service();
    const { pace, app, loops } = await probing([rag(url)]);
    const shown = async () => (await sourcesOf(app)).sources.find(({ path }) => path === "probe:rag");
    expect(await shown()).toMatchObject({ kind: "health", environment: "blue", state: "waiting" });
    await pace.asleep(1);
    pace.pass(5000);
    await answer(1, '{"status":');
    await pace.asleep(2);
    expect(await shown()).toMatchObject({
      state: "failing",
      accepted: 1,
      last_error: { message: expect.stringContaining("not readable: line 1, column 11") },
    });
    pace.pass(INTERVAL_MS);
    await answer(2, HEALTHY);
    await pace.asleep(3);
    expect(await shown()).toMatchObject({ state: "ok", accepted: 2 });
    await loops.follow([]);
    expect(await shown()).toMatchObject({ state: "ok", environment: null, accepted: 2 });
  });

  test("of a file that stays as it is has nothing new to say", async () => {
    const { folder, ...given } = await probing([]);
    const path = join(folder, "health.json");
    writeFileSync(path, HEALTHY);
    await given.loops.follow([{ ...common, name: "rag", kind: "file", path }]);
    const { pace } = given;
    await pace.asleep(1);
    pace.pass(5000);
    await pace.asleep(2);
    pace.pass(INTERVAL_MS);
    await pace.asleep(3);
    expect(await stored({ ...given, folder })).toHaveLength(1);
    writeFileSync(path, '{"status":"degraded"}');
    pace.pass(INTERVAL_MS);
    await pace.asleep(4);
    expect(await stored({ ...given, folder })).toMatchObject([{ status: "healthy" }, { status: "degraded" }]);
  });
});

describe("settings that change", () => {
  test("stop what left, start what came, begin anew what changed and leave the rest alone", async () => {
    const [first, second] = [await service(), await service()];
    const { pace, loops } = await probing([rag(first.url), rag(first.url, { name: "flow" })]);
    await pace.asleep(2);
    await loops.follow([rag(second.url), rag(first.url, { name: "flow" }), rag(second.url, { name: "roi" })]);
    await pace.asleep(4);
    pace.pass(5000);
    await until(() => expect([first.asked.length, second.asked.length]).toEqual([1, 2]));
    await loops.follow([]);
    pace.pass(10 * INTERVAL_MS);
    expect([first.asked.length, second.asked.length]).toEqual([1, 2]);
  });

  test("or the end of everything kill a check that runs", async () => {
    const { folder, pace, loops } = await probing([]);
    const pids = join(folder, "pids");
    const command = [process.execPath, SCRIPT, "hang", pids];
    await loops.follow([{ ...common, name: "pipeline", kind: "command", command, cwd: folder }]);
    await pace.asleep(1);
    pace.pass(5000);
    await begun(pids);
    await loops.stop();
    await ended(pidsIn(pids));
  });
});

describe("a database that cannot be written", () => {
  test("is no news of the pipeline: the result is stored when it can be", async () => {
    const { url, answer } = await service();
    const given = await probing([rag(url)]);
    const { app, pace } = given;
    const release = heldWriteLock(app.databaseFile);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    onTestFinished(() => void vi.useRealTimers());
    pace.pass(5000);
    await answer(1, HEALTHY);
    const waited = async () => {
      await vi.advanceTimersByTimeAsync(500);
      expect(pace.slept).toHaveLength(2);
    };
    await until(waited);
    expect(pace.slept[1]).toBe(5000);
    expect(await stored(given)).toEqual([]);
    release();
    pace.pass(5000);
    expect(await pace.asleep(3)).toBe(INTERVAL_MS - 5000);
    expect(await stored(given)).toMatchObject([{ status: "healthy", error: null }]);
  });

  test("for longer: the next result takes the place of the one that waits", async () => {
    const { url, answer } = await service();
    const given = await probing([rag(url)]);
    const { app, pace } = given;
    const { write } = app.store;
    app.store.write = () => Promise.reject(Object.assign(new Error("busy"), { code: "SQLITE_BUSY" }));
    const [logged, told] = [vi.spyOn(app.log, "error"), vi.spyOn(app.log, "info")];
    await pace.asleep(1);
    pace.pass(5000);
    await answer(1, '{"status":"unhealthy"}');
    for (const times of [2, 3, 4]) {
      await pace.asleep(times);
      pace.pass(5000);
    }
    app.store.write = write;
    await answer(2, HEALTHY);
    await storedTimes(given, 1);
    expect(await stored(given)).toMatchObject([{ status: "healthy" }]);
    await pace.asleep(5);
    expect([logged.mock.calls.length, told.mock.calls.length]).toEqual([1, 1]);
  });
});
