import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { sources } from "@/lib/contract/sources";
import { following } from "@/lib/server/follow/following";
import { VERSION } from "@/lib/server/version";
import { pushText, testApp } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";
import { type Sample, samplesOf } from "@/tests/support/prometheus";
import { call, problemOf, routed } from "@/tests/support/routes";

const HOUR = 3_600_000;

afterEach(() => following().clear());

async function started() {
  const found = await testApp();
  routed(found.app);
  return found;
}

async function scraped(): Promise<{ samples: Sample[]; text: string; type: string | null }> {
  const response = await call("/metrics");
  const text = await response.text();
  return { samples: samplesOf(text), text, type: response.headers.get("content-type") };
}

const value = (samples: readonly Sample[], name: string, labels: Record<string, string> = {}) =>
  samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
  )?.value;

describe("/livez and /readyz", () => {
  test("answer, and are never kept", async () => {
    await started();
    for (const [path, status] of [
      ["/livez", "alive"],
      ["/readyz", "ready"],
    ] as const) {
      const response = await call(path);
      expect(response.headers.get("cache-control")).toContain("no-store");
      expect(await response.json()).toEqual({ status });
    }
  });

  test("a process that is stopping is alive, but not ready", async () => {
    const { app } = await started();
    app.closing.abort();
    const response = await call("/readyz");
    expect(response.status).toBe(503);
    expect((await problemOf(response)).detail).toContain("stopping");
    expect((await call("/livez")).status).toBe(200);
  });

  test("a store that cannot be read is not ready, and says no more than that", async () => {
    const { app } = await started();
    await app.store.db.schema.dropTable("meta").execute();
    const response = await call("/readyz");
    expect(response.status).toBe(503);
    expect((await problemOf(response)).detail).toBe("the database cannot be read");
    expect((await call("/livez")).status).toBe(200);
  });
});

describe("/metrics", () => {
  test("is the text format that Prometheus reads, named as its conventions say", async () => {
    const { app } = await started();
    await pushText(app, "health", fixture("health.json"), "blue");
    await pushText(app, "execution-roi", fixture("execution_roi.3.json"));
    app.metrics.observeProbe("pipeline", "command", "answered", 0.25);
    app.metrics.observeWriteFailure("SQLITE_BUSY");
    const { text, type } = await scraped();
    expect(type).toBe("text/plain; version=0.0.4; charset=utf-8");
    const typeOf = new Map(
      [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, kind]) => [name!, kind!]),
    );
    expect(typeOf.size).toBeGreaterThan(30);
    for (const [name, kind] of typeOf) {
      expect(name).toMatch(/^(greenlight|process|nodejs)_[a-z0-9_]+$/);
      expect(name.endsWith("_total"), name).toBe(kind === "counter");
      expect(name).not.toMatch(
        /_(ms|milliseconds|minutes|hours|kb|mb|kilobytes|megabytes|count|sum|bucket)(_|$)/,
      );
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S`, "m"));
    }
    expect(text.split("\n").filter((line) => line.startsWith("# TYPE ")).length).toBe(typeOf.size);
  });

  test("counts requests under their route and never under a path, answers and failures alike", async () => {
    await started();
    for (const id of ["none", "other"])
      await call(`/api/articles/${id}`, "", { params: { id }, template: "/api/articles/{id}" });
    await call("/api/usage", "?by=colour");
    await call("/livez");
    await call("/livez");
    await call("/api/made-up", "", { template: "/api/[...rest]" });
    await call("/livez", "", { method: "POST" });
    const { samples, text } = await scraped();
    const counted = (labels: Record<string, string>) =>
      value(samples, "greenlight_http_requests_total", labels);
    expect(counted({ route: "/api/articles/{id}", method: "GET", status: "404" })).toBe(2);
    expect(counted({ route: "/api/usage", status: "400" })).toBe(1);
    expect(counted({ route: "/livez", method: "GET", status: "200" })).toBe(2);
    expect(counted({ route: "/livez", method: "POST", status: "405" })).toBe(1);
    expect(counted({ route: "other", status: "404" })).toBe(1);
    expect(text).not.toContain("made-up");
    expect(value(samples, "greenlight_http_request_duration_seconds_count", { route: "/livez" })).toBe(2);
  });

  test("counts what was taken, by kind and by what it meant", async () => {
    const { app } = await started();
    await pushText(app, "agent-metrics", fixture("agent_metrics.json"));
    await pushText(app, "agent-metrics", fixture("agent_metrics.json"));
    const { samples } = await scraped();
    const kind = "agent-metrics";
    const records = (outcome: string) => value(samples, "greenlight_ingest_records_total", { kind, outcome });
    expect([records("accepted"), records("duplicate"), records("rejected")]).toEqual([13, 13, 4]);
    expect(value(samples, "greenlight_ingest_duration_seconds_count", { kind })).toBe(2);
  });

  test("tells the state that each component is in, the age of what was read, and what runs", async () => {
    const { app, clock } = await started();
    await pushText(app, "health", '{"component":"rag","status":"healthy","latency_ms":900}', "green");
    clock.nowMs += 25 * HOUR;
    await pushText(app, "health", '{"component":"a\\"b\\\\c\\nd","status":"unhealthy"}');
    const { samples } = await scraped();
    const state = (component: string, status: string) =>
      value(samples, "greenlight_component_status", { component, status });
    expect([state("rag", "healthy"), state("rag", "degraded"), state("rag", "unhealthy")]).toEqual([0, 1, 0]);
    expect(
      samples.filter(({ name, value: on }) => name === "greenlight_component_status" && on === 1),
    ).toHaveLength(2);
    expect(value(samples, "greenlight_source_last_change_timestamp_seconds", { kind: "health" })).toBe(
      clock.nowMs / 1000,
    );
    expect(value(samples, "greenlight_build_info", { version: VERSION })).toBe(1);
    expect(value(samples, "greenlight_live_streams")).toBe(0);
    expect(value(samples, "greenlight_database_size_bytes")).toBe(app.store.bytes());
    for (const name of ["process_cpu_seconds_total", "nodejs_eventloop_lag_p99_seconds"])
      expect(value(samples, name), name).toBeGreaterThanOrEqual(0);
  });

  test("stays small, whatever names come from outside", async () => {
    const { app } = await started();
    for (let index = 0; index < 150; index += 1)
      app.metrics.observeProbe(`probe-${index}`, "http", "failed", 1);
    const lines = Array.from({ length: 150 }, (_, index) =>
      JSON.stringify({ component: `component-${index}`, status: "healthy" }),
    );
    await pushText(app, "health", lines.join("\n"));
    const { samples } = await scraped();
    const of = (name: string) => samples.filter((sample) => sample.name === name);
    expect(of("greenlight_probe_runs_total")).toHaveLength(101);
    expect(value(samples, "greenlight_probe_runs_total", { probe: "other" })).toBe(50);
    expect(of("greenlight_component_status")).toHaveLength(300);
  });

  test("one that is gone is told no more, and two looks at once do not disturb each other", async () => {
    const { app } = await started();
    await pushText(app, "health", '{"component":"rag","status":"healthy"}');
    const [one, two] = await Promise.all([scraped(), scraped()]);
    for (const { samples } of [one, two])
      expect(value(samples, "greenlight_component_status", { component: "rag", status: "healthy" })).toBe(1);
    await app.store.db.deleteFrom("health_component").execute();
    expect((await scraped()).text).not.toContain('component="rag"');
  });
});

test("the version that is told is that of the package", () => {
  expect(VERSION).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
});

describe("a source falls silent", () => {
  const silent = async () => {
    const reply = sources.reply.parse(await (await call("/api/sources")).json());
    return reply.sources.map(({ path, kind, silent: is }) => [path, kind, is]);
  };

  test("a day after its last news, though it goes on being told the same; news ends it", async () => {
    const { app, clock } = await started();
    await pushText(app, "execution-roi", fixture("execution_roi.2.json"));
    clock.nowMs += 24 * HOUR;
    expect(await silent()).toEqual([["http", "execution-roi", false]]);
    await pushText(app, "execution-roi", fixture("execution_roi.2.json"));
    clock.nowMs += 1;
    expect(await silent()).toEqual([["http", "execution-roi", true]]);
    expect(value((await scraped()).samples, "greenlight_silent_sources")).toBe(1);
    await pushText(app, "execution-roi", fixture("execution_roi.3.json"));
    expect(await silent()).toEqual([["http", "execution-roi", false]]);
  });

  test("a file that is followed, too; not one that waits or fails, which says so itself, nor one followed no more", async () => {
    const { app, clock } = await started();
    const stored = { kind: "execution-roi", last_read_ms: clock.nowMs, last_change_ms: clock.nowMs };
    const counts = { accepted: 1, updated: 0, duplicates: 0, rejected: 0, rejections: "[]", notices: "[]" };
    const rest = { position: null, last_error: null, last_error_ms: null, ...counts };
    for (const state of ["ok", "waiting", "failing", "retrying"] as const) {
      const path = `/logs/${state}.json`;
      await app.store.db
        .insertInto("source")
        .values({ path, ...stored, ...rest })
        .execute();
      following().set(path, { path, kind: "execution-roi", environment: null, state, message: null });
    }
    for (const path of ["/logs/left.json", "cli"])
      await app.store.db
        .insertInto("source")
        .values({ path, ...stored, ...rest })
        .execute();
    clock.nowMs += 25 * HOUR;
    expect((await silent()).filter(([, , is]) => is)).toEqual([["/logs/ok.json", "execution-roi", true]]);
  });
});
