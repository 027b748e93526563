import { describe, expect, test } from "vitest";
import { parseExecutionRoi } from "@/lib/ingest/execution-roi";

const call = (more: object = {}) => ({
  agent: "writer",
  model: "gpt-4o",
  input_tokens: 10,
  output_tokens: 5,
  cost_usd: 0.5,
  ...more,
});
const run = (more: object = {}) => ({
  execution_id: "a",
  start_time: "2026-01-08T22:00:00",
  llm_calls: [call()],
  ...more,
});
const agent = (more: object = {}) => ({
  agent_name: "writer",
  model: "gpt-4o",
  tokens_used: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  cost_usd: 0.5,
  duration_seconds: 2,
  ...more,
});
const article = (more: object = {}) => ({
  execution_id: "a",
  timestamp: "2026-03-02T14:15:00Z",
  topic: "T",
  agents: [agent()],
  ...more,
});

const parse = (document: unknown) => parseExecutionRoi(JSON.stringify(document), "Europe/London");
const v1 = (...executions: unknown[]) => parse({ version: "1.0", executions, summary: {} });
const schema2 = (...executions: unknown[]) => parse({ metadata: { schema_version: "1.0" }, executions });
const rejected = (parsed: ReturnType<typeof parse>) => parsed.rejections.map(({ path }) => path);

describe("an execution of v1.0", () => {
  test("its topic is that of the first call that names one", () => {
    const calls = [{}, { topic: "  " }, { topic: " Tests ", stage: "writer" }, { topic: "Other" }].map(
      (metadata) => call({ metadata }),
    );
    expect(v1(run({ llm_calls: calls })).records[0]).toMatchObject({ topic: "Tests" });
  });

  test.each([
    ["wall_seconds", { wall_seconds: 9, llm_calls: [call({ duration_seconds: 2 })] }, 9],
    [
      "the sum of what its calls took",
      { llm_calls: [call({ duration_seconds: 2 }), call(), call({ duration_seconds: 3 })] },
      5,
    ],
    ["unknown, never its end minus its start", { end_time: "2026-01-08T23:00:00" }, null],
  ])("its seconds are %s", (_, more, seconds) => {
    expect(v1(run(more)).records[0]?.seconds).toBe(seconds);
  });

  test("durations that add up to more than can be are rejected, with their sum", () => {
    const parsed = v1(run({ llm_calls: [call({ duration_seconds: 9e6 }), call({ duration_seconds: 9e6 })] }));
    expect(parsed.records[0]?.seconds).toBeNull();
    expect(rejected(parsed)).toEqual(["executions[0].llm_calls"]);
  });

  test("its human value is its own or unknown", () => {
    expect(v1(run({ human_hours_equivalent: 2, human_cost_equivalent: 150 })).records[0]).toMatchObject({
      humanHours: 2,
      humanCostNanoUsd: 150e9,
    });
    expect(v1(run()).records[0]).toMatchObject({
      humanHours: null,
      humanCostNanoUsd: null,
      words: null,
      totalCostNanoUsd: null,
    });
  });

  test("a call without an agent is its execution's, one without a model is of an unknown one", () => {
    const parsed = v1(run({ agent: "editor", llm_calls: [{ cost_usd: 0.1 }, call({ agent: "" })] }));
    expect(parsed.records[0]?.calls).toMatchObject([
      { agent: "editor", model: "unknown" },
      { agent: "editor", model: "gpt-4o" },
    ]);
  });

  test("an end that is no time, or before the start, is the start", () => {
    const odd = v1(run({ end_time: "soon" }), run({ end_time: "2026-01-08T21:00:00" }));
    expect(odd.records.map(({ atMs, endMs }) => endMs - atMs)).toEqual([0, 0]);
    expect(rejected(odd)).toEqual(["executions[0].end_time"]);
  });
});

describe("an execution of the schema shape", () => {
  test("its human cost is its hours at its own rate", () => {
    const totals = { human_hours_equivalent: 2.5, word_count: 600 };
    expect(schema2(article({ totals, benchmarks: { human_hourly_rate_usd: 50 } })).records[0]).toMatchObject({
      humanHours: 2.5,
      humanCostNanoUsd: 125e9,
      words: 600,
      seconds: 2,
    });
    expect(schema2(article({ totals })).records[0]).toMatchObject({
      humanHours: 2.5,
      humanCostNanoUsd: null,
    });
  });

  test("a human cost beyond all bounds is rejected", () => {
    const parsed = schema2(
      article({ totals: { human_hours_equivalent: 1e5 }, benchmarks: { human_hourly_rate_usd: 1e6 } }),
    );
    expect(rejected(parsed)).toEqual(["executions[0].benchmarks.human_hourly_rate_usd"]);
    expect(parsed.records[0]?.humanCostNanoUsd).toBeNull();
  });

  test("its calls are its agents, without a time of their own", () => {
    expect(schema2(article()).records[0]).toMatchObject({
      agent: null,
      topic: "T",
      calls: [{ agent: "writer", atMs: null, inputTokens: 10, outputTokens: 5, totalTokens: 15, seconds: 2 }],
    });
  });
});

describe("shapes are told apart by content", () => {
  test("without a marker each execution speaks for itself", () => {
    const parsed = parse({ executions: [run(), article()] });
    expect(parsed.rejections).toEqual([]);
    expect(parsed.records.map((record) => record.agent ?? record.topic)).toEqual(["unknown", "T"]);
  });

  test.each([
    ["an array", [], ""],
    ["a number", 5, ""],
    ["null", null, ""],
    ["an object without executions", { version: "1.0" }, "executions"],
    ["executions that are no array", { executions: {} }, "executions"],
  ])(
    "%s is JSON of another kind: a rejection that says what is allowed, and no records",
    (_, document, path) => {
      const parsed = parse(document);
      expect(parsed).toMatchObject({ records: [], malformed: null, rejections: [{ path }] });
      expect(parsed.rejections[0]?.message).toContain("allowed: ");
    },
  );

  test("only what is not JSON is malformed", () => {
    expect(parseExecutionRoi('{"version": "1.0",\n "executions": [', "UTC").malformed).toMatchObject({
      line: 2,
      column: 17,
    });
  });
});

describe("a bad part takes as little along as can be", () => {
  test.each([
    [
      "negative tokens",
      { input_tokens: -5 },
      "input_tokens",
      "found -5, allowed: a whole number from 0 to 1e12",
    ],
    [
      "a fraction of a token",
      { output_tokens: 0.5 },
      "output_tokens",
      "found 0.5, allowed: a whole number from 0 to 1e12",
    ],
    [
      "tokens as text",
      { total_tokens: "15" },
      "total_tokens",
      'found "15", allowed: a whole number from 0 to 1e12',
    ],
    [
      "more cached tokens than input",
      { usage: { cached_tokens: 11 } },
      "usage.cached_tokens",
      "found 11, allowed: at most the input tokens, 10",
    ],
  ])("%s leave the call with unknown tokens and its cost", (_, more, path, message) => {
    const parsed = v1(run({ llm_calls: [call(more), call()] }));
    expect(parsed.rejections).toEqual([{ path: `executions[0].llm_calls[0].${path}`, message }]);
    expect(parsed.records[0]?.calls).toMatchObject([
      { inputTokens: null, outputTokens: null, totalTokens: null, costNanoUsd: 5e8 },
      { inputTokens: 10, outputTokens: 5, totalTokens: 15 },
    ]);
  });

  test.each([-0.01, 1_000_001, "free", [], 1e300])("a cost of %j is unknown, its tokens stay", (cost_usd) => {
    const parsed = v1(run({ llm_calls: [call({ cost_usd })] }));
    expect(rejected(parsed)).toEqual(["executions[0].llm_calls[0].cost_usd"]);
    expect(parsed.records[0]?.calls).toMatchObject([{ costNanoUsd: null, totalTokens: 15 }]);
  });

  test("1e400 is no number, 2^53 + 1 no count", () => {
    const text = JSON.stringify({
      version: "1.0",
      executions: [run({ llm_calls: [call({ cost_usd: "A", input_tokens: "B" })] })],
    });
    const parsed = parseExecutionRoi(text.replace('"A"', "1e400").replace('"B"', "9007199254740993"), "UTC");
    expect(rejected(parsed)).toEqual([
      "executions[0].llm_calls[0].input_tokens",
      "executions[0].llm_calls[0].cost_usd",
    ]);
    expect(parsed.records).toHaveLength(1);
  });

  test("calls that are no objects are rejected, their neighbours land", () => {
    const parsed = v1(run({ llm_calls: [call(), 5, null, [call()], call()] }));
    expect(rejected(parsed)).toEqual([1, 2, 3].map((index) => `executions[0].llm_calls[${index}]`));
    expect(parsed.records[0]?.calls).toHaveLength(2);
  });

  test.each(["model", "agent"])("a %s of 10 MB does not land, its run does", (field) => {
    const parsed = v1(run({ llm_calls: [call({ [field]: "x".repeat(10_000_000) })] }));
    expect(rejected(parsed)).toEqual([`executions[0].llm_calls[0].${field}`]);
    expect(parsed.rejections[0]?.message.length).toBeLessThan(200);
    expect(parsed.records[0]?.calls).toMatchObject([{ [field]: "unknown", totalTokens: 15 }]);
  });

  test.each([
    ["no execution_id", { execution_id: undefined }, "execution_id"],
    ["a blank execution_id", { execution_id: " \n" }, "execution_id"],
    ["an execution_id of 501 characters", { execution_id: "x".repeat(501) }, "execution_id"],
    ["no start_time", { start_time: undefined }, "start_time"],
    ["a start_time in the year 9999", { start_time: "9999-12-31T23:59:59" }, "start_time"],
    ["a start_time that is a number", { start_time: 1767912735 }, "start_time"],
  ])("an execution with %s is rejected, its neighbours land", (_, more, field) => {
    const parsed = v1(run(), run(more), run());
    expect(rejected(parsed)).toEqual([`executions[1].${field}`]);
    expect(parsed.records).toHaveLength(2);
  });

  test("half a surrogate pair and NUL are replaced, so that every text can be stored", () => {
    expect(v1(run({ execution_id: "a\ud800\0b" })).records[0]?.executionId).toBe("a\ufffd\ufffdb");
  });
});

describe("notices", () => {
  test("bare NaN is read as not given, and counted", () => {
    const text = JSON.stringify({ version: "1.0", executions: [run({ human_hours_equivalent: 7 })] }).replace(
      ":7",
      ":NaN",
    );
    expect(parseExecutionRoi(text, "UTC")).toMatchObject({
      rejections: [],
      notices: ["NaN or Infinity was read as not given (once)"],
      records: [{ humanHours: null }],
    });
  });

  test("totals that contradict their parts are told once, with how many", () => {
    const parsed = v1(run({ llm_calls: [call({ total_tokens: 99 }), call({ total_tokens: 98 })] }));
    expect(parsed.notices).toEqual([
      "a call's total tokens contradict its input and output, which count instead (2 times)",
    ]);
  });

  test("the document's own time is that of its shape, and rejected where it is none", () => {
    expect(
      parse({ version: "1.0", executions: [], summary: { last_updated: "2026-01-01T00:00:00.000001" } })
        .lastUpdatedMicros,
    ).toBe(Date.UTC(2026, 0, 1) * 1000 + 1);
    expect(
      parse({ metadata: { schema_version: "1", last_updated: "2026-01-01" }, executions: [] })
        .lastUpdatedMicros,
    ).toBe(Date.UTC(2026, 0, 1) * 1000);
    expect(parse({ version: "1.0", executions: [], summary: { last_updated: "now" } })).toMatchObject({
      lastUpdatedMicros: null,
      rejections: [{ path: "summary.last_updated" }],
    });
  });
});

describe("bounds of one reading", () => {
  test("beyond 100,000 calls of one execution the rest is left out, and said", () => {
    const parsed = v1(run({ llm_calls: Array.from({ length: 100_001 }, () => ({ cost_usd: 0 })) }));
    expect(parsed.records[0]?.calls).toHaveLength(100_000);
    expect(rejected(parsed)).toEqual(["executions[0].llm_calls[100000]"]);
  });

  test("of many rejections ten thousand are listed, and after a hundred thousand reading stops", () => {
    const parsed = parseExecutionRoi(`{"executions":[${"1,".repeat(150_000)}1]}`, "UTC");
    expect(parsed.rejections).toHaveLength(10_000);
    expect(parsed.notices).toEqual([
      "90000 more rejections are not listed",
      "the document was left after 100000 rejections",
    ]);
  });
});
