import { z } from "zod";
import { count, countOrNull, dollars, type Endpoint, ratio } from "./endpoint";
import { rangeQuery, rangeReply } from "./range";

const tokens = z.object({ input: countOrNull, output: countOrNull, total: countOrNull });

/** The figures of one period. Definitions: docs/maths.md. */
export const figures = z.object({
  executions: count,
  articles: count,
  llm_calls: count,
  tokens,
  cost_usd: dollars,
  estimated_cost_usd: dollars.describe("the part of cost_usd that comes from the price table"),
  human_hours: ratio,
  human_cost_usd: ratio,
  roi_multiplier: ratio,
  mean_roi_multiplier: ratio,
  gate_adjusted_roi_multiplier: ratio,
  cost_per_article_usd: ratio,
  loaded_cost_per_article_usd: ratio,
  tokens_per_article: ratio,
  cost_per_word_usd: ratio,
  gate_pass_rate: ratio,
  chart_embedding_rate: ratio,
  validator_pass_rate: ratio,
  error_rate: ratio,
  failed_jobs: count,
  rag_latency_ms: z.object({ p50: ratio, p95: ratio, p99: ratio, max: ratio }),
  article_time_s: z.object({ p50: ratio, p95: ratio }),
  unpriced_models: z.array(z.string()),
  samples: z
    .object({
      runs: count.describe("executions, and articles with all that belongs to them"),
      roi_multiplier: count.describe("runs with a human value and a known cost"),
      mean_roi_multiplier: count,
      gate_adjusted_roi_multiplier: count.describe("runs whose publication result is known"),
      tokens: count.describe("calls that reported tokens"),
      estimated_calls: count,
      unpriced_calls: count,
      cost_per_article_usd: count,
      tokens_per_article: count,
      cost_per_word_usd: count,
      cost_per_word_estimated: count.describe("of which words were derived from characters"),
      gate_pass_rate: count.describe("gates evaluated by the editor"),
      gate_runs: count,
      chart_embedding_rate: count,
      checks: count.describe("all that was checked of runs, and evaluations"),
      validator_pass_rate: count,
      error_rate: count.describe("jobs finished: articles, and failed jobs that made none"),
      rag_latency_ms: count,
      article_time_s: count,
    })
    .describe("how many samples each figure stands on"),
});

export type Figures = z.output<typeof figures>;

export const summary = {
  method: "GET",
  path: "/api/summary",
  permission: "read",
  summary: "The figures of a period, and of the period before it",
  query: rangeQuery,
  reply: rangeReply.extend({
    ...figures.shape,
    previous: rangeReply.omit({ timezone: true }).extend(figures.shape),
  }),
} as const satisfies Endpoint;

export type SummaryReply = z.output<typeof summary.reply>;
