import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { count, type Endpoint, ratio, type Table, time } from "./endpoint";
import { bucketQuery, bucketReply } from "./range";

/** What is checked of a run or an article, in the order in which it is shown. */
export const GATES = [
  "editor",
  "draft_validation",
  "chart_embedding",
  "visual_qa",
  "publication_validator",
] as const;

const interval = z
  .object({ low: z.number(), high: z.number() })
  .nullable()
  .describe(
    "95 % Wilson interval; only where fewer than 30 were checked, because then the rate alone misleads",
  );

const rates = z.object({
  gate_pass_rate: ratio,
  first_pass_yield: ratio.describe(
    "runs in which everything passed at the first try ÷ runs of which that is known",
  ),
  chart_embedding_rate: ratio,
  validator_pass_rate: ratio,
  draft_validation_rate: ratio,
  editorial_score: z
    .object({ article_costs: ratio, article_evals: ratio })
    .describe("means, 0 to 100, kept apart by source"),
});

const samples = z.object({
  gate_pass_rate: count.describe("gates evaluated by the editor"),
  gate_runs: count,
  first_pass_yield: count,
  chart_embedding_rate: count,
  validator_pass_rate: count,
  draft_validation_rate: count,
  editorial_score: z.object({ article_costs: count, article_evals: count }),
});

const failure = z.object({
  kind: z.enum(["run", "article", "evaluation"]),
  id: z.string().describe("of an article: its id in /api/articles"),
  time,
  environment: z.enum(ENVIRONMENTS).nullable(),
  title: z
    .string()
    .describe("an article's topic, an evaluation's file; of a run its own time as its file writes it"),
  reasons: z.array(z.string()),
});

export type QualityFailure = z.output<typeof failure>;

export const quality = {
  method: "GET",
  path: "/api/quality",
  permission: "read",
  csv: true,
  summary: "What passed its gates, what did not, and why",
  query: bucketQuery,
  reply: bucketReply.extend({
    ...rates.shape,
    samples,
    intervals: z.object({
      gate_pass_rate: interval,
      first_pass_yield: interval,
      chart_embedding_rate: interval,
      validator_pass_rate: interval,
      draft_validation_rate: interval,
    }),
    targets: z.object({ goal: z.number(), review: z.number(), rollback: z.number() }),
    gates: z.array(
      z.object({ name: z.enum(GATES), passed: count, failed: count, pass_rate: ratio, interval }),
    ),
    series: z
      .array(
        rates.extend({
          time,
          samples,
          passed: z.record(z.enum(GATES), count).describe("by gate, so that days add up to weeks"),
          failed: z.record(z.enum(GATES), count),
          yield_passed: count,
        }),
      )
      .describe("oldest first; a bucket in which nothing was checked is absent"),
    failures: z.array(failure).describe("newest first, at most 100"),
    rejected: z
      .array(z.object({ source: z.string(), kind: z.string(), path: z.string(), message: z.string() }))
      .describe("figures of the last documents that cannot be, and so are in none of the rates"),
  }),
} as const satisfies Endpoint;

export type QualityReply = z.output<typeof quality.reply>;
export type QualityPoint = QualityReply["series"][number];

export const qualityTable = ({ series }: QualityReply): Table =>
  series.map((row) => ({
    time: row.time,
    gate_pass_rate: row.gate_pass_rate,
    gates_passed: row.passed.editor,
    gates_failed: row.failed.editor,
    first_pass_yield: row.first_pass_yield,
    chart_embedding_rate: row.chart_embedding_rate,
    validator_pass_rate: row.validator_pass_rate,
    draft_validation_rate: row.draft_validation_rate,
    editorial_score_article_costs: row.editorial_score.article_costs,
    editorial_score_article_evals: row.editorial_score.article_evals,
  }));
