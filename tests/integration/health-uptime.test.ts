import { describe, expect, test } from "vitest";
import type { HealthComponentsReply, HealthHistoryReply } from "@/lib/contract/health";
import { healthComponents, healthHistory } from "@/lib/contract/health";
import type { Environment } from "@/lib/domain/environment";
import type { HealthStatus } from "@/lib/domain/signals";
import type { App } from "@/lib/server/app";
import { pushText, testApp } from "@/tests/support/app";
import { call, routed } from "@/tests/support/routes";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 10, 23, 12);

async function started({ zone = "UTC", config = [] }: { zone?: string; config?: string[] } = {}) {
  const found = await testApp({ zone, config });
  routed(found.app);
  return found;
}

/** Results of `flow`: hours before noon, and what was said. The clock has moved on since. */
const told = (app: App, results: [number, HealthStatus, object?][], environment: Environment | null = null) =>
  pushText(
    app,
    "health",
    results
      .map(([hours, status, more]) => {
        const timestamp = new Date(NOON - hours * HOUR).toISOString();
        return JSON.stringify({ component: "flow", status, timestamp, ...more });
      })
      .join("\n"),
    environment,
  );

async function grid(search = ""): Promise<HealthComponentsReply> {
  return healthComponents.reply.parse(await (await call("/api/health/components", search)).json());
}

async function history(search: string): Promise<HealthHistoryReply> {
  const response = await call("/api/health/history", `?component=flow&${search}`);
  return healthHistory.reply.parse(await response.json());
}

const HOURLY = ["probes:", "  - { name: flow, kind: command, command: [x], interval: 1h }"];

describe("the grid", () => {
  test("has each component with its state, since when, its last error and its days, the worst first", async () => {
    const { app, clock } = await started({ config: HOURLY });
    await told(app, [
      [30, "unhealthy", { error: "refused" }],
      [29, "healthy", { latency_ms: 42, fallback: "none", version: "sprint-15", query_test: { hits: 3 } }],
      [28, "healthy", { latency_ms: 40, fallback: "none", version: "sprint-15", query_test: { hits: 3 } }],
    ]);
    await pushText(app, "health", '{"component":"chroma","status":"unhealthy"}');
    clock.nowMs += 1000;
    const { components, status, live, version, from } = await grid();
    expect({ status, live, version, from }).toEqual({
      status: "unhealthy",
      live: "blue",
      version: "sprint-15",
      from: "2026-08-25T00:00:00.000Z",
    });
    expect(components.map(({ name }) => name)).toEqual(["chroma", "rag", "roi", "flow"]);
    const flow = components.find(({ name }) => name === "flow");
    expect(flow).toMatchObject({
      status: "healthy",
      stale: false,
      reported: true,
      probe: "command",
      interval_s: 3600,
      latency_ms: 40,
      fallback: "none",
      error: null,
      since: "2026-11-22T07:00:00.000Z",
      received: "2026-11-23T12:00:00.000Z",
      last_error: { message: "refused", time: "2026-11-22T06:00:00.000Z" },
      details: { query_test: { hits: 3 } },
    });
    expect(flow?.days).toHaveLength(91);
    expect(components[1]).toMatchObject({
      name: "rag",
      reported: false,
      since: null,
      uptime: { results: 0 },
    });
  });

  test("counts the newest result up to now, at most three of its intervals", async () => {
    const { app, clock } = await started({ config: HOURLY });
    await told(app, [
      [4, "unhealthy"],
      [3, "healthy"],
    ]);
    const uptime = async () => (await grid()).components.find(({ name }) => name === "flow")?.uptime;
    expect(await uptime()).toEqual({
      up_s: 3 * 3600,
      degraded_s: 0,
      down_s: 3600,
      availability: 0.75,
      coverage: 1,
      results: 2,
    });
    clock.nowMs += 4 * HOUR;
    expect(await uptime()).toMatchObject({ up_s: 3 * 3600, down_s: 3600, coverage: 0.5 });
  });

  test("gives the days, each with what is known of the time that has passed of it; they add up to the period", async () => {
    const { app } = await started({ config: HOURLY });
    await told(app, [
      [37, "healthy"], // 22 Nov is from 36 to 12 hours before
      [36, "degraded"],
      [12, "healthy"],
    ]);
    const flow = (await grid("?range=7d")).components.find(({ name }) => name === "flow");
    const days = flow?.days
      .slice(-3)
      .map(({ time, up_s, degraded_s, down_s, availability, coverage }) => [
        time.slice(0, 10),
        up_s / 3600,
        degraded_s / 3600,
        down_s,
        availability,
        coverage,
      ]);
    expect(days).toEqual([
      ["2026-11-21", 1, 0, 0, 1, 1],
      ["2026-11-22", 0, 3, 0, 1, 0.125],
      ["2026-11-23", 3, 0, 0, 1, 0.25],
    ]);
    expect(flow?.days[0]).toMatchObject({ up_s: 0, availability: null, coverage: 0 });
    for (const field of ["up_s", "degraded_s", "down_s"] as const)
      expect(flow?.days.reduce((sum, day) => sum + day[field], 0)).toBe(flow?.uptime[field]);
  });

  test("speaks of the live environment and of what is bound to none, as /health does; of another when asked", async () => {
    const { app } = await started();
    await told(app, [[1, "unhealthy"]], "green");
    await told(app, [[1, "healthy"]], "blue");
    const flowOf = async (search: string) =>
      (await grid(search)).components.find(({ name }) => name === "flow");
    expect(await flowOf("")).toMatchObject({ environment: "blue", status: "healthy", uptime: { down_s: 0 } });
    expect(await flowOf("?environment=green")).toMatchObject({ environment: "green", status: "unhealthy" });
  });
});

test("reported for an environment and for none, a component has the time of both, from the earlier first result", async () => {
  const { app } = await started({ config: HOURLY });
  await told(app, [[10, "healthy"]]);
  await told(app, [[3, "unhealthy"]], "blue");
  const flow = (await grid()).components.find(({ name }) => name === "flow");
  expect(flow?.uptime).toMatchObject({ up_s: 3 * 3600, down_s: 3 * 3600, availability: 0.5, coverage: 0.6 });
  expect(flow).toMatchObject({ environment: "blue", status: "unhealthy", since: "2026-11-23T09:00:00.000Z" });
});

describe("a history", () => {
  test("has the changes, newest first, each with where it was and what it said", async () => {
    const { app } = await started({ config: HOURLY });
    await told(app, [
      [5, "healthy"],
      [4, "healthy"],
      [3, "unhealthy", { error: "refused" }],
      [2, "unhealthy", { error: "again" }],
      [1, "healthy"],
    ]);
    const { changes, uptime, series, bucket } = await history("range=24h");
    expect(changes).toEqual([
      { time: "2026-11-23T11:00:00.000Z", environment: null, status: "healthy", error: null },
      { time: "2026-11-23T09:00:00.000Z", environment: null, status: "unhealthy", error: "refused" },
      { time: "2026-11-23T07:00:00.000Z", environment: null, status: "healthy", error: null },
    ]);
    expect(uptime).toMatchObject({ up_s: 3 * 3600, down_s: 2 * 3600, availability: 0.6, results: 5 });
    expect(bucket).toBe("hour");
    expect(series).toHaveLength(24);
    expect(series.at(-3)).toMatchObject({ time: "2026-11-23T09:00:00.000Z", down_s: 3600, coverage: 1 });
  });

  test.each(["Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago", "Europe/London"])(
    "by the hour and by the day come to the same in %s, with the newest result open",
    async (zone) => {
      const { app } = await started({ zone, config: HOURLY });
      const hours = [24 * 50, 24 * 50 - 1.5, 24 * 29.5, 24 * 29 - 7, 30, 28.25, 1.75];
      await told(
        app,
        hours.map((hour, index) => [hour, index % 2 === 0 ? "healthy" : "unhealthy"]),
      );
      const period = "from=2026-10-01&to=2026-11-25";
      const [byHour, byDay] = [await history(`${period}&bucket=hour`), await history(`${period}&bucket=day`)];
      expect(byHour.uptime).toEqual(byDay.uptime);
      for (const { series, uptime } of [byHour, byDay])
        for (const field of ["up_s", "degraded_s", "down_s"] as const)
          expect(series.reduce((sum, one) => sum + one[field], 0)).toBeCloseTo(uptime[field], 6);
    },
  );

  test("has the latency of successes, in milliseconds, and n instead of a tail of few", async () => {
    const { app } = await started();
    await told(app, [
      [3, "healthy", { latency_ms: 100 }],
      [2, "healthy", { latency_ms: 200 }],
      [1, "unhealthy", { latency_ms: 9000 }],
    ]);
    const { latency } = await history("range=7d");
    expect(latency).toMatchObject([
      { time: "2026-11-23T00:00:00.000Z", count: 2, p95: null, p99: null, max: 200 },
    ]);
    expect(latency[0]?.p50).toBeGreaterThan(98);
    expect(latency[0]?.p50).toBeLessThan(102);
  });

  test("404 of a component that no check ever named; one that is expected is there, empty", async () => {
    await started();
    expect((await call("/api/health/history", "?component=nothing")).status).toBe(404);
    expect(await history("range=7d")).toMatchObject({
      availability: null,
      coverage: 0,
      changes: [],
      latency: [],
    });
  });

  test("of a century lists the last buckets only, and sums it all", async () => {
    const { app } = await started({ config: HOURLY });
    await told(app, [
      [24 * 200, "healthy"],
      [24 * 200 - 1, "healthy"],
    ]);
    const { series, uptime } = await history("from=2001-01-01&to=2099-01-01&bucket=hour");
    expect(series).toHaveLength(2400);
    expect(uptime.up_s).toBe(4 * 3600);
  });
});
