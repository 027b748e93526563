import { describe, expect, test } from "vitest";
import { parseHealth } from "@/lib/ingest/health";
import { KEPT_MAX } from "@/lib/ingest/kept-json";
import { fixture } from "@/tests/support/fixture";

const parse = (value: unknown) => parseHealth(JSON.stringify(value), "UTC");
const rag = (more: object = {}) => ({ status: "healthy", ...more });
const check = (components: object, more: object = {}) => ({ status: "healthy", components, ...more });

describe("health.json of the pipeline", () => {
  const { records, rejections, notices } = parseHealth(fixture("health.json"), "Europe/London");

  test("gives each of its six components by itself", () => {
    expect({ rejections, notices }).toEqual({ rejections: [], notices: [] });
    expect(records.map(({ component, status, available }) => [component, status, available])).toEqual([
      ["environment", "healthy", null],
      ["file_system", "healthy", null],
      ["dependencies", "unhealthy", null],
      ["flow", "degraded", false],
      ["rag", "degraded", false],
      ["roi", "degraded", false],
    ]);
  });

  test("says when, of which release, what steps in and everything else", () => {
    expect(records[3]).toEqual({
      kind: "health",
      component: "flow",
      atMs: Date.UTC(2026, 10, 23, 7, 11, 11, 710),
      timeText: "2026-11-23T07:11:11.710949",
      environment: null,
      status: "degraded",
      available: false,
      fallback: "WORKFLOW_SEQUENCE",
      latencyMs: null,
      error: null,
      queryTest: null,
      version: "sprint-15",
      details: JSON.stringify({ details: "Flow not available: No module named 'src'" }),
    });
    expect(JSON.parse(records[2]?.details ?? "")).toMatchObject({
      available: 0,
      missing: 4,
      missing_deps: [{ name: "anthropic", description: "LLM API client" }, {}, {}, {}],
    });
  });
});

describe("one component's result", () => {
  test("stands for itself, with its own time, release and environment", () => {
    const told = {
      component: " rag ",
      ...rag({ timestamp: "2026-01-01T00:00:00Z", version: "v9", environment: "green", latency_ms: 140.5 }),
      query_test: { results: 3 },
      error: { code: 7 },
      depth: 1,
    };
    expect(parse(told).records).toEqual([
      {
        kind: "health",
        component: "rag",
        atMs: Date.UTC(2026, 0, 1),
        timeText: "2026-01-01T00:00:00Z",
        environment: "green",
        status: "healthy",
        available: null,
        fallback: null,
        latencyMs: 140.5,
        error: '{"code":7}',
        queryTest: '{"results":3}',
        version: "v9",
        details: '{"depth":1}',
      },
    ]);
  });

  test("may come without a time, in an array and by line", () => {
    const one = { component: "rag", status: "DEGRADED" };
    for (const text of [JSON.stringify([one, one]), `${JSON.stringify(one)}\n${JSON.stringify(one)}\n`])
      expect(parseHealth(text, "UTC").records).toMatchObject([
        { status: "degraded", atMs: null, timeText: null, details: "{}" },
        { component: "rag" },
      ]);
  });

  test.each([
    ["component", " "],
    ["component", "x".repeat(201)],
    ["status", "sick"],
    ["status", undefined],
  ])("without a proper %s is rejected (%#)", (field, found) => {
    expect(parse({ component: "rag", status: "healthy", [field]: found })).toMatchObject({
      records: [],
      rejections: [{ path: field }],
    });
  });
});

describe("of a check with several components", () => {
  test("one without a status is rejected by its path, and its neighbours land", () => {
    const parsed = parse(check({ flow: rag(), rag: { status: "sick" }, roi: 5, last: rag() }));
    expect(parsed.records.map(({ component }) => component)).toEqual(["flow", "last"]);
    expect(parsed.rejections).toEqual([
      {
        path: "components.rag.status",
        message: 'found "sick", allowed: healthy, degraded, unhealthy; without it components.rag is left out',
      },
      { path: "components.roi", message: "found 5, allowed: an object" },
    ]);
  });

  test.each([
    ["available", "no", "available"],
    ["fallback", 5, "fallback"],
    ["latency_ms", -1, "latencyMs"],
    ["latency_ms", 1e10, "latencyMs"],
    ["timestamp", "yesterday", "atMs"],
  ])("a %s of %j is left out, the result lands", (field, found, of) => {
    const parsed = parse(check({ rag: rag({ [field]: found }) }));
    expect(parsed.rejections).toMatchObject([{ path: `components.rag.${field}` }]);
    expect(parsed.records).toMatchObject([{ component: "rag", status: "healthy", [of]: null }]);
  });

  test("a component's own time goes before the check's", () => {
    const own = { timestamp: "2026-01-02T00:00:00Z" };
    const parsed = parse(check({ a: rag(own), b: rag() }, { timestamp: "2026-01-01T00:00:00Z" }));
    expect(parsed.records.map(({ timeText }) => timeText)).toEqual([
      "2026-01-02T00:00:00Z",
      "2026-01-01T00:00:00Z",
    ]);
  });

  test("an environment that there is none of is left out by its path", () => {
    const parsed = parse(check({ rag: rag({ environment: "red" }) }, { environment: "red" }));
    expect(parsed.rejections).toMatchObject([{ path: "environment" }]);
    expect(parsed.records).toMatchObject([{ environment: null, details: '{"environment":"red"}' }]);
  });

  test.each([null, [], "rag", 5, undefined])("components of %j are none: the check is rejected", (found) => {
    const parsed = parse({ status: "healthy", components: found });
    expect(parsed).toMatchObject({ records: [], rejections: [{ path: "components" }] });
  });

  test("what comes after 500 is left out", () => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`c${index}`, rag()]));
    expect(parse(check(many)).records).toHaveLength(500);
    expect(parse(check(many)).rejections).toMatchObject([{ path: "components" }]);
  });

  test("of several checks by line each is read, and paths begin with the line", () => {
    const lines = [check({ rag: rag() }), check({ rag: {} }), check({ rag: rag() })];
    const parsed = parseHealth(lines.map((line) => JSON.stringify(line)).join("\n"), "UTC");
    expect(parsed.records).toHaveLength(2);
    expect(parsed.rejections).toMatchObject([
      { path: "[1].components.rag.status", message: expect.stringMatching(/^line 2: /) },
    ]);
  });
});

test("no secret is kept, wherever it stands: beside its name, in a text, deep down, in an error", () => {
  const key = "sk-ant-api03-Zq3fXw8TtLr2PbVn6KdYs0Hm";
  const told = {
    component: "rag",
    status: "degraded",
    fallback: `key ${key}`,
    error: `401 for ${key}`,
    query_test: { request: { headers: [`Authorization: Bearer ${key}`] } },
    settings: {
      database: { password: "hunter2-and-more", user: "reader" },
      urls: ["https://u:hunter2-and-more@h/"],
    },
    api_key: key,
  };
  const text = JSON.stringify(parse(told).records);
  expect(text).not.toContain("hunter2");
  expect(text).not.toContain("Zq3fXw8TtLr2PbVn6KdYs0Hm");
  expect(text).toContain("reader");
  expect(JSON.stringify(parse({ ...told, error: { password: "hunter2-and-more" } }))).not.toContain(
    "hunter2",
  );
});

describe("what is kept of unknown fields", () => {
  const detailsOf = (text: string) => JSON.parse(parseHealth(text, "UTC").records[0]?.details ?? "null");

  test("is bounded: what is too long keeps its beginning, what is too deep is named", () => {
    const long = parse({ component: "rag", ...rag({ words: "x".repeat(100_000) }) });
    expect(long.records[0]?.details.length).toBeLessThanOrEqual(KEPT_MAX);
    expect(long.records[0]?.details).toMatch(/^\{"truncated":"\{\\"words\\":\\"xxx/);
    expect(long.notices).toEqual([`what a check says is kept to ${KEPT_MAX} characters (once)`]);

    const deep = `{"component":"rag","status":"healthy","d":${"[".repeat(900)}${"]".repeat(900)}}`;
    expect(parseHealth(deep, "UTC").notices).toEqual(["what a check says is kept to 16 levels (once)"]);
  });

  test("cannot lend anything to other objects, whatever it is called", () => {
    const text =
      '{"component":"rag","status":"healthy","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    expect(Object.keys(detailsOf(text))).toEqual(["__proto__", "constructor"]);
    expect("polluted" in {}).toBe(false);
    const parsed = parseHealth('{"components":{"__proto__":{"status":"healthy","x":1}}}', "UTC");
    expect(parsed.records).toMatchObject([{ component: "__proto__", details: '{"x":1}' }]);
  });
});
