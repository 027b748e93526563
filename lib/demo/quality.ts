import { article, type CostLine, type Slot } from "./article";
import { schedule } from "./pipeline";
import { type Draw, drawsOf, shuffled, wholeBetween } from "./random";
import { dayOf, ownSeed, type Story, writesBadly } from "./story";

const GATES = 5;
const ISSUES = ["Style", "Structure", "Sources", "Opening", "Closing"];
/** One article of so many is measured, and one of so many evaluated. */
const MEASURED_OF = 5;
const EVALUATED_OF = 11;

/** Articles up to then that `agent_metrics.json` has a run of, oldest first. */
export const measuredSlots = (story: Story, afterMs: number, untilMs: number): Slot[] =>
  schedule(story, afterMs, untilMs).filter(({ ordinal }) => ordinal % MEASURED_OF === 1);

/** Articles up to then that `article_evals.json` has an evaluation of, oldest first. */
export const evaluatedSlots = (story: Story, afterMs: number, untilMs: number): Slot[] =>
  schedule(story, afterMs, untilMs).filter(({ ordinal }) => ordinal % EVALUATED_OF === 3);

/** `agent_metrics.json` as it stands at `untilMs`. */
export const metricsDocument = (story: Story, untilMs: number) => ({
  version: "1.0",
  created: new Date(story.startMs).toISOString(),
  runs: measuredSlots(story, story.startMs, untilMs).map((slot) => run(story, slot)),
});

/** `article_evals.json` as it stands at `untilMs`. */
export const evaluationsDocument = (story: Story, untilMs: number) =>
  evaluatedSlots(story, story.startMs, untilMs).map((slot) => evaluation(story, slot));

function run(story: Story, slot: Slot) {
  const { costLine, execution } = article(story, slot);
  const draw = drawsOf(ownSeed(story), dayOf(slot.endMs), 3, slot.ordinal);
  const badly = writesBadly(story, slot.endMs);
  const agents = {
    research_agent: research(draw),
    writer_agent: writer(draw, badly, execution.totals.word_count),
    editor_agent: editor(draw, costLine),
    graphics_agent: graphics(draw),
  };
  const passed = Object.values(agents).filter(({ actual }) => actual === "Pass").length;
  return {
    timestamp: new Date(slot.endMs).toISOString(),
    agents,
    summary: { agents_tracked: 4, agents_successful: passed, success_rate: passed * 25 },
  };
}

function research(draw: Draw) {
  const points = wholeBetween(draw, 8, 16);
  const verified = wholeBetween(draw, Math.ceil(points * 0.7), points);
  return {
    data_points: points,
    verified,
    unverified: points - verified,
    prediction: "High verification rate (>80%)",
    actual: verified / points > 0.8 ? "Pass" : "Needs improvement",
  };
}

function writer(draw: Draw, badly: boolean, words: number) {
  const valid = draw() < (badly ? 0.62 : 0.86);
  const embedded = draw() < (badly ? 0.86 : 0.95);
  return {
    word_count: words,
    banned_phrases: valid ? 0 : wholeBetween(draw, 1, 3),
    validation_passed: valid,
    regenerations: valid ? 0 : 1,
    chart_embedded: embedded,
    prediction: "Clean draft (0 banned phrases, chart embedded)",
    actual: valid && embedded ? "Pass" : "Needs improvement",
  };
}

function editor(draw: Draw, { gates_passed }: CostLine) {
  const failed = GATES - gates_passed;
  return {
    gates_passed,
    gates_failed: failed,
    gate_pass_rate: (gates_passed / GATES) * 100,
    edits_made: wholeBetween(draw, 4, 14),
    quality_issues: shuffled(draw, ISSUES).slice(0, failed),
    prediction: "All gates pass (5/5)",
    actual: failed === 0 ? "Pass" : `Failed ${failed} gates`,
  };
}

function graphics(draw: Draw) {
  const passed = draw() < 0.91 ? 1 : 0;
  return {
    charts_generated: 1,
    visual_qa_passed: passed,
    visual_qa_pass_rate: passed * 100,
    zone_violations: 1 - passed,
    regenerations: 1 - passed,
    prediction: "Pass Visual QA (100%)",
    actual: passed === 1 ? "Pass" : "1 violations",
  };
}

const SCORES = {
  opening_quality: "data tokens in the opening",
  evidence_sourcing: "references cited",
  voice_consistency: "banned phrases",
  structure: "headings",
  visual_engagement: "charts embedded",
} as const;

function evaluation(story: Story, { endMs, ordinal, topic }: Slot) {
  const draw = drawsOf(ownSeed(story), dayOf(endMs), 4, ordinal);
  const least = writesBadly(story, endMs) ? 3 : 6;
  const scores = Object.keys(SCORES).map((name) => [name, wholeBetween(draw, least, 10)] as const);
  const total = scores.reduce((sum, [, score]) => sum + score, 0);
  const slug = topic
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");
  return {
    article_filename: `${new Date(endMs).toISOString().slice(0, 10)}-${slug}.md`,
    timestamp: new Date(endMs).toISOString(),
    scores: Object.fromEntries(scores),
    total_score: total,
    max_score: 50,
    percentage: total * 2,
    details: Object.fromEntries(
      Object.entries(SCORES).map(([name, of]) => [name, `${wholeBetween(draw, 0, 6)} ${of}`]),
    ),
  };
}
