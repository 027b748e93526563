import { expect, test } from "vitest";
import { KINDS, kindOf, parserOf } from "@/lib/ingest/parse";
import { fixture } from "@/tests/support/fixture";

test.each([
  ["execution_roi.1-empty.json", "execution-roi"],
  ["execution_roi.3.json", "execution-roi"],
  ["execution_roi.schema2.json", "execution-roi"],
  ["agent_sdk_costs.jsonl", "article-costs"],
  ["agent_metrics.json", "agent-metrics"],
  ["article_evals.json", "article-evals"],
  ["health.json", "health"],
  ["deployment_state.json", null],
])("%s is told by content: %s", (file, kind) => {
  expect(kindOf(fixture(file))).toBe(kind);
});

test.each([
  ['{"component":"rag","status":"healthy"}', "health"],
  ['{"timestamp":"t","memory_bytes":1}', "resources"],
  ['{"timestamp":"t","class":"other","message":"m"}', "errors"],
  ['[{"timestamp":"t","name":"rag","value_ms":1}]', "latency"],
])("%s is told by content: %s", (text, kind) => {
  expect(kindOf(text)).toBe(kind);
});

test("the beginning of a file is enough, cut off anywhere after its first marks", () => {
  for (let length = 400; length < 3000; length += 7)
    expect(kindOf(fixture("execution_roi.3.json").slice(0, length))).toBe("execution-roi");
  expect(kindOf(fixture("agent_sdk_costs.jsonl").slice(0, 150))).toBe("article-costs");
});

test("keys deeper down, in strings, or of other documents tell nothing", () => {
  for (const text of [
    '{"a":{"executions":[]}}',
    '{"a":"\\"executions\\":"}',
    "",
    "{",
    '"executions"',
    "[[{}]]",
    '["executions", {"a":1}]',
  ])
    expect(kindOf(text)).toBeNull();
  expect(kindOf(`{"a":"${"x".repeat(70_000)}","executions":[]}`)).toBeNull();
});

test("every kind has its parser, and says whether it is read whole or by line", () => {
  expect(KINDS.map((kind) => [kind, parserOf[kind].shape])).toEqual([
    ["execution-roi", "document"],
    ["article-costs", "lines"],
    ["agent-metrics", "document"],
    ["article-evals", "document"],
    ["health", "lines"],
    ["resources", "lines"],
    ["errors", "lines"],
    ["latency", "lines"],
    ["log", "entries"],
  ]);
});
