import { describe, expect, test } from "vitest";
import type { HealthRecord } from "@/lib/domain/signals";
import type { Answered } from "@/lib/drivers/probe-answer";
import { probeRecords } from "@/lib/server/probe-records";
import { fixture } from "@/tests/support/fixture";
import fc from "@/tests/support/laws";
import { mutated } from "./mutated";

const runs = { seed: 20_261_123, numRuns: 20_000 };

const answer = (text: string, more: Partial<Answered> = {}): Answered => ({
  kind: "answered",
  medium: "command",
  body: Buffer.from(text),
  status: "healthy",
  remark: null,
  broken: false,
  ...more,
});
const http = (text: string, more: Partial<Answered> = {}) => answer(text, { medium: "http", ...more });
const file = (text: string) => answer(text, { medium: "file", status: null });

/** What a probe named `rag` that took 40 ms says of itself, and of how many others. */
function told(came: Parameters<typeof probeRecords>[1], name = "rag") {
  const { parsed, trouble } = probeRecords(name, came, 40);
  const own = parsed.records.filter(({ component }) => component === name);
  expect(own).toHaveLength(1);
  return { ...own[0], others: parsed.records.length - 1, trouble };
}

describe("the real health check", () => {
  const real = fixture("health.json");

  test("gives its six components, and the probe as bad as the worst, with what asking took", () => {
    const { parsed } = probeRecords("pipeline", answer(real, { status: "unhealthy" }), 1234);
    expect(parsed.records.map(({ component, status }) => [component, status])).toEqual([
      ["environment", "healthy"],
      ["file_system", "healthy"],
      ["dependencies", "unhealthy"],
      ["flow", "degraded"],
      ["rag", "degraded"],
      ["roi", "degraded"],
      ["pipeline", "unhealthy"],
    ]);
    expect(parsed.records.at(-1)).toMatchObject({ latencyMs: 1234, error: null, version: "sprint-15" });
    expect(parsed.records.every(({ atMs, timeText }) => atMs === null && timeText === null)).toBe(true);
  });

  test("is as bad as its exit code, where that is worse than what it says", () => {
    const healthy = '{"status":"healthy","components":{"flow":{"status":"healthy"}}}';
    expect(told(answer(healthy, { status: "degraded" }))).toMatchObject({ status: "degraded", others: 1 });
    expect(told(answer(healthy))).toMatchObject({ status: "healthy" });
  });

  test("asked for one of its components says that one's own word", () => {
    expect(told(answer(real, { status: "unhealthy" }))).toMatchObject({
      status: "degraded",
      fallback: "Editor without RAG",
      latencyMs: null,
      others: 5,
    });
  });

  test("may print a log before", () => {
    const text = `starting {now}\r\nINFO: checking\n${real}`;
    expect(told(answer(text, { status: "unhealthy" }))).toMatchObject({ others: 5, trouble: null });
  });

  test("that broke after it wrote is unhealthy, and what it wrote counts", () => {
    const broke = answer(real, { status: "unhealthy", remark: "ended by SIGKILL", broken: true });
    const own = told(broke, "pipeline");
    expect(own).toMatchObject({ status: "unhealthy", error: "ended by SIGKILL", others: 6 });
    expect(own.trouble).toBe("ended by SIGKILL");
  });
});

describe("a component's own endpoint", () => {
  test("has the latency that it measured, not that of being asked", () => {
    const body = '{"status":"healthy","latency_ms":120.5,"query_test":"passed","index":"v7"}';
    expect(told(http(body))).toMatchObject({
      status: "healthy",
      latencyMs: 120.5,
      queryTest: '"passed"',
      details: '{"index":"v7"}',
      others: 0,
    });
  });

  test("without one has that of being asked", () => {
    expect(told(http('{"component":"rag","status":"healthy"}'))).toMatchObject({ latencyMs: 40, others: 0 });
  });

  test("of another name stands beside the probe's own result", () => {
    const body = '{"component":"vector-db","status":"degraded","latency_ms":7}';
    expect(told(http(body))).toMatchObject({ status: "degraded", latencyMs: 7, others: 1 });
  });

  test("counts by its words, whatever its HTTP status", () => {
    const remark = "answered 503";
    const body = '{"status":"Degraded","error":"index is being built"}';
    expect(told(http(body, { status: "unhealthy", remark }))).toMatchObject({
      status: "degraded",
      error: "index is being built",
      trouble: null,
    });
  });

  test.each([
    ["OK", {}, { status: "healthy", latencyMs: 40, error: null }],
    ["<html>", {}, { status: "healthy" }],
    ['{"status":"ok"}', {}, { status: "healthy" }],
    ['{"version":1}', {}, { status: "healthy" }],
    ["[1,2]", {}, { status: "unhealthy" }],
    [
      "",
      { status: "unhealthy", remark: "answered 502" },
      { status: "unhealthy", error: "answered 502", latencyMs: null },
    ],
    [
      "Bad gateway",
      { status: "unhealthy", remark: "answered 502" },
      { error: "answered 502", trouble: null },
    ],
    ['{"status":"down"}', {}, { status: "unhealthy", error: expect.stringContaining('found "down"') }],
    ['{"status": "heal', {}, { status: "unhealthy", error: expect.stringContaining("line 1, column 17") }],
  ] as const)("that answers %j %j", (body, more, expected) => {
    expect(told(http(body, more))).toMatchObject({ ...expected, others: 0 });
  });
});

describe("a command that prints no health document", () => {
  test.each(["healthy", "degraded", "unhealthy"] as const)("but ends with the code of %s", (status) => {
    expect(told(answer("", { status }))).toMatchObject({ status, error: null, trouble: null });
  });

  test.each([
    ["{'status': 'healthy'}", "line 1, column 2"],
    ["all well\n{\n  'status'", "line 3, column 3"],
    ["all well", "line 1, column 1"],
    ['{"answer": 42}', "says no status"],
    ['{"status":"healthy","components":[]}', null],
    ['{"components":{"flow":{"status":"purple"}}}', 'components.flow.status: found "purple"'],
    ['{"components":{}}', "names no component"],
  ])("but %j", (text, words) => {
    const { status, error, trouble } = told(answer(text));
    if (words === null) expect(status).toBe("healthy");
    else expect([status, error, trouble]).toEqual(["unhealthy", expect.stringContaining(words), error]);
  });
});

test("a file says what it holds, without a latency of its own", () => {
  expect(told(file('{"status":"degraded"}'))).toMatchObject({ status: "degraded", latencyMs: null });
  expect(told(file(""))).toMatchObject({ status: "unhealthy", error: expect.stringContaining("empty") });
  expect(told(file("fine"))).toMatchObject({ status: "unhealthy", trouble: expect.any(String) });
});

test("a probe that could not ask is unhealthy and not available", () => {
  expect(told({ kind: "failed", error: "connection refused", timedOut: false })).toMatchObject({
    status: "unhealthy",
    available: false,
    latencyMs: null,
    error: "connection refused",
    trouble: "connection refused",
  });
});

test("parts that cannot be are named, and their neighbours land", () => {
  const body = '{"components":{"flow":{"status":"purple"},"roi":{"status":"healthy","latency_ms":-1}}}';
  const { parsed } = probeRecords("pipeline", answer(body), 40);
  expect(parsed.records.map(({ component }) => component)).toEqual(["roi", "pipeline"]);
  expect(parsed.rejections.map(({ path }) => path)).toEqual([
    "components.flow.status",
    "components.roi.latency_ms",
  ]);
  expect(parsed.records.at(-1)?.error).toContain("components.flow.status");
});

const sound = ({ latencyMs, error, atMs, timeText }: HealthRecord) =>
  (latencyMs === null || (Number.isFinite(latencyMs) && latencyMs >= 0)) &&
  (error === null || (error.length <= 2000 && error.isWellFormed() && !error.includes("\0"))) &&
  atMs === null &&
  timeText === null;

describe("whatever bytes come back, the probe has exactly one result of its own", () => {
  const texts = [
    JSON.stringify(JSON.parse(fixture("health.json"))),
    '{"component":"rag","status":"healthy","latency_ms":12,"query_test":{}}',
  ];
  const medium = fc.constantFrom("command" as const, "http" as const, "file" as const);
  const status = fc.constantFrom("healthy" as const, "degraded" as const, "unhealthy" as const);

  const check = (body: Uint8Array, from: Answered["medium"], said: "healthy" | "degraded" | "unhealthy") => {
    const came = { ...answer(""), body, medium: from, status: from === "file" ? null : said };
    const { parsed } = probeRecords("rag", came, 40);
    expect(parsed.malformed).toBeNull();
    expect(parsed.records.filter(({ component }) => component === "rag")).toHaveLength(1);
    expect(parsed.records.filter((record) => !sound(record))).toEqual([]);
  };

  test("from documents broken in any way", () => {
    fc.assert(fc.property(mutated(texts), medium, status, check), runs);
  });

  test("from any bytes and any JSON", () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => Buffer.from(text)),
    );
    fc.assert(fc.property(bytes, medium, status, check), { ...runs, numRuns: 3000 });
  });

  test("from what is meant to hurt", () => {
    for (const text of [
      `{"status":${"[".repeat(100_000)}`,
      `{"status":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
      `{"components":{${Array.from({ length: 50_000 }, (_, index) => `"c${index}":{"status":"healthy"}`).join()}}}`,
      `{"component":"${"y".repeat(1_000_000)}","status":"healthy"}`,
      "{\n".repeat(500_000),
      "\n".repeat(1_000_000),
      '{"__proto__":{"status":"healthy"},"constructor":1}',
    ])
      check(Buffer.from(text), "command", "healthy");
    expect("status" in {}).toBe(false);
  });
});
