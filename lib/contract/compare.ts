import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { count, type Endpoint, ratio, type Table, time } from "./endpoint";
import { rangeQuery, rangeReply } from "./range";
import { figures } from "./summary";

export const interval = z.object({ low: z.number(), high: z.number() }).nullable();

/** One side of a comparison. */
export const side = z.object({
  value: ratio.describe("the figure of this environment over `compared`"),
  n: count.describe("samples that were judged"),
  k: count.nullable().describe("of a rate: how many of n"),
  interval: interval.describe("95 %, of a rate"),
});

export const COMPARED = [
  "cost_per_article_usd",
  "roi_multiplier",
  "tokens_per_article",
  "cost_per_word_usd",
  "article_time_s",
  "gate_pass_rate",
  "chart_embedding_rate",
  "validator_pass_rate",
  "error_rate",
  "rag_slow_rate",
] as const;

export const verdict = z.enum(["better", "same", "worse", "not_enough_evidence", "no_data"]);

const comparison = z.object({
  metric: z.enum(COMPARED),
  better: z.enum(["lower", "higher"]),
  blue: side,
  green: side,
  effect: ratio.describe(
    "candidate against control: ratio of geometric means, or (of a rate) the difference of shares",
  ),
  interval: interval.describe("95 %, of the effect"),
  verdict: verdict.describe("of the candidate against the control"),
});

export type Comparison = z.output<typeof comparison>;

export const compare = {
  method: "GET",
  path: "/api/compare",
  permission: "read",
  csv: true,
  summary:
    "Blue and green side by side over the same time: every figure with its samples, interval and verdict",
  query: rangeQuery.omit({ environment: true }).extend({
    since: z.enum(["split"]).optional().describe("from when the present split began; instead of a range"),
    exact: z
      .enum(["true", "false"])
      .optional()
      .describe(
        "true: judges what lies between from and to themselves, of articles at most the newest 300, instead of whole buckets; since=split always does",
      ),
    candidate: z
      .enum(ENVIRONMENTS)
      .optional()
      .describe("whose verdict it is; default: that of the release under way, else the one that is not live"),
  }),
  reply: rangeReply.extend({
    compared: z
      .object({ from: time, to: time })
      .describe("what the comparisons are about; `figures` are about whole buckets, from and to"),
    control: z.enum(ENVIRONMENTS).describe("what the candidate is held against"),
    candidate: z.enum(ENVIRONMENTS),
    comparisons: z.array(comparison),
    figures: z.object({ blue: figures, green: figures }).describe("every figure of the summary"),
  }),
} as const satisfies Endpoint;

export type CompareQuery = z.output<typeof compare.query>;
export type CompareReply = z.output<typeof compare.reply>;

export const compareTable = ({ candidate, control, comparisons }: CompareReply): Table =>
  comparisons.map(({ metric, better, blue, green, effect, interval: bounds, verdict }) => ({
    metric,
    better,
    candidate,
    control,
    blue: blue.value,
    blue_n: blue.n,
    green: green.value,
    green_n: green.n,
    effect,
    effect_low: bounds?.low ?? null,
    effect_high: bounds?.high ?? null,
    verdict,
  }));
