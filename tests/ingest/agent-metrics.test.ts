import { describe, expect, test } from "vitest";
import { parseAgentMetrics } from "@/lib/ingest/agent-metrics";
import { fixture } from "@/tests/support/fixture";

describe("agent_metrics.json of the pipeline", () => {
  const { records, rejections, notices } = parseAgentMetrics(fixture("agent_metrics.json"), "Europe/London");
  const total = (of: (run: (typeof records)[number]) => number | boolean | null) =>
    records.reduce((sum, run) => sum + Number(of(run) ?? 0), 0);

  test("has 13 runs, 52 gates passed, 12 failed, and two runs whose gates cannot be", () => {
    expect(records).toHaveLength(13);
    expect(total(({ gatesPassed }) => gatesPassed)).toBe(52);
    expect(total(({ gatesFailed }) => gatesFailed)).toBe(12);
    expect(records.filter(({ gatesPassed }) => gatesPassed !== null)).toHaveLength(11);
    expect(rejections).toEqual([
      {
        path: "runs[3].agents.editor_agent.gates_failed",
        message: "found -1, allowed: a whole number from 0 to 1e12",
      },
      {
        path: "runs[4].agents.editor_agent.gates_failed",
        message: "found -2, allowed: a whole number from 0 to 1e12",
      },
    ]);
    expect(notices).toEqual(["NaN or Infinity was read as not given (2 times)"]);
  });

  test("has charts in 11 drafts of 13, and 6 drafts of 13 that are valid", () => {
    expect(records.map(({ chartEmbedded }) => chartEmbedded).filter((told) => told !== null)).toHaveLength(
      13,
    );
    expect(total(({ chartEmbedded }) => chartEmbedded)).toBe(11);
    expect(records.map(({ draftValid }) => draftValid).filter((told) => told !== null)).toHaveLength(13);
    expect(total(({ draftValid }) => draftValid)).toBe(6);
  });

  test("says what happened in each run", () => {
    expect(records[0]).toEqual({
      kind: "quality-run",
      atMs: Date.UTC(2025, 11, 2, 15, 39, 25, 391),
      timestampText: "2025-12-02T15:39:25.391406",
      gatesPassed: 3,
      gatesFailed: 2,
      draftValid: false,
      chartEmbedded: true,
      regenerations: 2,
      charts: 1,
      chartsPassed: 0,
      details: {
        words: 1259,
        bannedPhrases: 1,
        qualityIssues: ["Style", "Structure"],
        zoneViolations: 1,
        outcomes: [
          {
            agent: "research_agent",
            predicted: "High verification rate (>80%)",
            actual: "Needs improvement",
          },
          {
            agent: "writer_agent",
            predicted: "Clean draft (0 banned phrases, chart embedded)",
            actual: "Needs improvement",
          },
          { agent: "editor_agent", predicted: "All gates pass (5/5)", actual: "Failed 2 gates" },
          { agent: "graphics_agent", predicted: "Pass Visual QA (100%)", actual: "1 violations" },
        ],
      },
    });
    expect(records[6]).toMatchObject({ charts: null, chartsPassed: null });
  });
});

const run = (agents?: object) => ({ timestamp: "2026-01-01T00:00:00Z", agents });
const parse = (...runs: unknown[]) => parseAgentMetrics(JSON.stringify({ version: "1.0", runs }), "UTC");

test("a run may say next to nothing", () => {
  expect(parse(run()).records).toMatchObject([
    { gatesPassed: null, draftValid: null, regenerations: null, charts: null, details: { outcomes: [] } },
  ]);
});

describe("a figure that cannot be is left out with what it spoils, the run lands", () => {
  test.each([
    ["editor_agent", { gates_passed: 4, gates_failed: -1 }, "gates_failed"],
    ["editor_agent", { gates_passed: 4, gates_failed: 0.5 }, "gates_failed"],
    ["editor_agent", { gates_passed: "4", gates_failed: 1 }, "gates_passed"],
    ["graphics_agent", { charts_generated: 1, visual_qa_passed: 2 }, "visual_qa_passed"],
    ["graphics_agent", { charts_generated: -1, visual_qa_passed: 0 }, "charts_generated"],
    ["writer_agent", { validation_passed: "yes" }, "validation_passed"],
    ["writer_agent", { regenerations: -1 }, "regenerations"],
    ["writer_agent", { word_count: 1e9 }, "word_count"],
    ["editor_agent", { quality_issues: "Style" }, "quality_issues"],
    ["research_agent", { actual: 5 }, "actual"],
  ])("%s %j", (agent, metrics, field) => {
    const parsed = parse(run(), run({ [agent]: metrics }));
    expect(parsed.rejections).toMatchObject([{ path: `runs[1].agents.${agent}.${field}` }]);
    expect(parsed.records[1]).toEqual(parsed.records[0]);
  });

  test("an agent that is no object says nothing", () => {
    const parsed = parse(run({ editor_agent: 5, writer_agent: { chart_embedded: true } }));
    expect(parsed.rejections).toMatchObject([{ path: "runs[0].agents.editor_agent" }]);
    expect(parsed.records).toMatchObject([{ chartEmbedded: true, gatesPassed: null }]);
  });

  test("one of two figures that make a ratio says nothing alone, and that is no mistake", () => {
    const parsed = parse(run({ editor_agent: { gates_passed: 5 }, graphics_agent: { charts_generated: 1 } }));
    expect(parsed).toMatchObject({ rejections: [], records: [{ gatesPassed: null, charts: null }] });
  });
});

test("at most 20 issues are kept", () => {
  const issues = Array.from({ length: 25 }, (_, index) => `issue ${index}`);
  const parsed = parse(run({ editor_agent: { quality_issues: issues } }));
  expect(parsed.records[0]?.details.qualityIssues).toHaveLength(20);
  expect(parsed.rejections).toMatchObject([{ path: "runs[0].agents.editor_agent.quality_issues[20]" }]);
});

test("a run without a time is rejected, its neighbours land", () => {
  const parsed = parse(run(), { agents: {} }, { timestamp: "soon" }, 5, run());
  expect(parsed.records).toHaveLength(2);
  expect(parsed.rejections.map(({ path }) => path)).toEqual([
    "runs[1].timestamp",
    "runs[2].timestamp",
    "runs[3]",
  ]);
});

test("what is not JSON is malformed; JSON without runs is rejected", () => {
  expect(parseAgentMetrics("runs", "UTC").malformed).toMatchObject({ line: 1, column: 1 });
  for (const text of ["{}", "[]", "5", '{"runs":{}}'])
    expect(parseAgentMetrics(text, "UTC")).toMatchObject({ records: [], malformed: null, rejections: [{}] });
});
