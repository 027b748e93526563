import { expect, test } from "vitest";
import type { ExecutionRecord } from "@/lib/domain/record";
import { parseArticleCosts } from "@/lib/ingest/article-costs";
import { parseExecutionRoi } from "@/lib/ingest/execution-roi";
import { fixture } from "@/tests/support/fixture";

const ZONE = "Europe/London";
const sum = (figures: (number | null)[]): number =>
  figures.reduce<number>((total, figure) => total + (figure ?? 0), 0);

const figures = (executions: ExecutionRecord[]) => {
  const calls = executions.flatMap((execution) => execution.calls);
  return {
    executions: executions.length,
    calls: calls.length,
    tokens: sum(calls.map((call) => call.totalTokens)),
    costUsd: sum(calls.map((call) => call.costNanoUsd)) / 1e9,
    humanUsd: sum(executions.map((execution) => execution.humanCostNanoUsd)) / 1e9,
    words: sum(executions.map((execution) => execution.words)),
  };
};

test.each([
  ["execution_roi.1-empty.json", { executions: 0, calls: 0, tokens: 0, costUsd: 0, humanUsd: 0, words: 0 }],
  [
    "execution_roi.2.json",
    { executions: 16, calls: 17, tokens: 29_100, costUsd: 0.147765, humanUsd: 2325, words: 0 },
  ],
  [
    "execution_roi.3.json",
    { executions: 28, calls: 31, tokens: 54_100, costUsd: 0.277275, humanUsd: 3975, words: 0 },
  ],
  [
    "execution_roi.schema2.json",
    { executions: 3, calls: 10, tokens: 45_415, costUsd: 0.79889, humanUsd: 631.35, words: 2806 },
  ],
  [
    "same-run-twice/execution_roi.json",
    { executions: 2, calls: 2, tokens: 0, costUsd: 1.335788, humanUsd: 150, words: 0 },
  ],
])("%s holds exactly what its pipeline spent", (file, expected) => {
  const { records, rejections, notices, malformed } = parseExecutionRoi(fixture(file), ZONE);
  expect({ rejections, notices, malformed }).toEqual({ rejections: [], notices: [], malformed: null });
  expect(figures(records)).toEqual(expected);
});

test("executions whose ids collide differ in the raw text of their start", () => {
  const { records } = parseExecutionRoi(fixture("execution_roi.3.json"), ZONE);
  expect(new Set(records.map((record) => record.executionId)).size).toBeLessThan(28);
  expect(new Set(records.map((record) => `${record.executionId} ${record.startText}`)).size).toBe(28);
});

test("a run that the pipeline logged with tokens 0 and a cost has unknown tokens, a topic and no duration", () => {
  const { records } = parseExecutionRoi(fixture("same-run-twice/execution_roi.json"), ZONE);
  expect(records[0]).toMatchObject({
    agent: "pipeline",
    topic: "measuring what tests miss",
    seconds: null,
    humanHours: 1,
  });
  expect(records[0]?.calls[0]).toMatchObject({
    inputTokens: null,
    outputTokens: null,
    totalTokens: null,
    stage: "writer",
  });
});

test("the document says when it was last updated, in the zone of its source, to the microsecond", () => {
  const micros = (zone: string) => parseExecutionRoi(fixture("execution_roi.3.json"), zone).lastUpdatedMicros;
  expect(micros("UTC")).toBe(Date.UTC(2026, 0, 12, 20, 28, 32) * 1000 + 746_068);
  expect(micros("Asia/Kolkata")).toBe((micros("UTC") ?? 0) - 5.5 * 3_600_000_000);
});

test("article costs are read to the last digit, by part and model", () => {
  const twice = parseArticleCosts(fixture("same-run-twice/agent_sdk_costs.jsonl"), ZONE);
  expect(twice.rejections).toEqual([]);
  expect(sum(twice.records.flatMap(({ parts }) => parts.map((part) => part.costNanoUsd)))).toBe(
    1_460_008_530,
  );
  expect(twice.records.map((record) => record.seconds)).toEqual([516.2926244196958, 640.9279041517614]);

  const [older] = parseArticleCosts(fixture("agent_sdk_costs.jsonl"), ZONE).records;
  expect(older?.parts).toEqual([
    { agent: "writer", model: "claude-opus-4-7", costNanoUsd: 418_399_000 },
    { agent: "graphics", model: "claude-sonnet-4-6", costNanoUsd: 68_243_750 },
  ]);
  expect(older).toMatchObject({
    characters: 6643,
    editorialScore: 88,
    gatesPassed: 4,
    validatorPassed: true,
    words: null,
  });
});
