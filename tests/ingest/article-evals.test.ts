import { expect, test } from "vitest";
import { parseArticleEvals } from "@/lib/ingest/article-evals";
import { fixture } from "@/tests/support/fixture";

test("article_evals.json of the pipeline has five evaluations, 52.8 % on average", () => {
  const { records, rejections, notices } = parseArticleEvals(fixture("article_evals.json"), "Europe/London");
  expect({ rejections, notices }).toEqual({ rejections: [], notices: [] });
  expect(records.map(({ percentage }) => percentage)).toEqual([80, 46, 46, 46, 46]);
  expect(records.reduce((sum, { percentage }) => sum + percentage, 0) / 5).toBeCloseTo(52.8, 10);
  expect(new Set(records.map(({ filename, timestampText }) => `${filename} ${timestampText}`)).size).toBe(5);
  expect(records[0]).toMatchObject({
    kind: "evaluation",
    filename: "test-run.md",
    timestampText: "2026-04-04T22:49:42.027502",
    atMs: Date.UTC(2026, 3, 4, 21, 49, 42, 27),
    scores: [
      { name: "opening_quality", score: 6, remark: "Opening has 0 data tokens" },
      { name: "evidence_sourcing", score: 10 },
      { name: "voice_consistency", score: 10 },
      { name: "structure", score: 8 },
      { name: "visual_engagement", score: 6 },
    ],
  });
});

const evaluation = (more: object = {}) => ({
  article_filename: "a.md",
  timestamp: "2026-01-01T00:00:00Z",
  scores: { opening: 6, voice: 10 },
  total_score: 16,
  max_score: 20,
  percentage: 80,
  details: { opening: "weak" },
  ...more,
});
const parse = (value: unknown) => parseArticleEvals(JSON.stringify(value), "UTC");

test("one evaluation may stand alone", () => {
  expect(parse(evaluation()).records).toMatchObject([{ filename: "a.md", percentage: 80 }]);
});

test("without a percentage it is the points of all points", () => {
  expect(parse(evaluation({ percentage: undefined }))).toMatchObject({
    records: [{ percentage: 80 }],
    rejections: [],
  });
  expect(parse(evaluation({ percentage: 101 }))).toMatchObject({
    records: [{ percentage: 80 }],
    rejections: [{ path: "percentage" }],
  });
});

test.each([
  { percentage: null, total_score: undefined },
  { percentage: undefined, max_score: 0 },
  { percentage: undefined, total_score: 21 },
  { percentage: 101, max_score: undefined },
])("without either (%j) an evaluation is rejected by its percentage, its neighbour lands", (more) => {
  const parsed = parse([evaluation(more), evaluation()]);
  expect(parsed.records).toHaveLength(1);
  expect(parsed.rejections.map(({ path }) => path)).toEqual(["[0].percentage"]);
});

test.each([
  ["article_filename", " "],
  ["timestamp", "soon"],
  ["timestamp", undefined],
])("without a proper %s an evaluation is rejected, its neighbour lands (%#)", (field, found) => {
  const parsed = parse([evaluation({ [field]: found }), evaluation()]);
  expect(parsed.records).toHaveLength(1);
  expect(parsed.rejections).toMatchObject([{ path: `[0].${field}` }]);
});

test.each([-1, 10.5, "good", []])("a score of %j, of 10 at most, is left out by its path", (found) => {
  const parsed = parse(evaluation({ scores: { opening: found, voice: 10 } }));
  expect(parsed.rejections).toMatchObject([{ path: "scores.opening" }]);
  expect(parsed.records).toMatchObject([
    { percentage: 80, scores: [{ name: "voice", score: 10, remark: null }] },
  ]);
});

test("names with a meaning are names, and remarks of any other shape are none", () => {
  const text = JSON.stringify(evaluation({ details: { opening: 5 } })).replace('"voice"', '"__proto__"');
  expect(parseArticleEvals(text, "UTC").records[0]?.scores).toEqual([
    { name: "opening", score: 6, remark: null },
    { name: "__proto__", score: 10, remark: null },
  ]);
});
