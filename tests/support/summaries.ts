import type { Figures, SummaryReply } from "@/lib/contract/summary";

/** The figures of a period in which nothing happened. */
export const NOTHING: Figures = {
  executions: 0,
  articles: 0,
  llm_calls: 0,
  tokens: { input: 0, output: 0, total: 0 },
  cost_usd: 0,
  estimated_cost_usd: 0,
  human_hours: 0,
  human_cost_usd: 0,
  roi_multiplier: null,
  mean_roi_multiplier: null,
  gate_adjusted_roi_multiplier: null,
  cost_per_article_usd: null,
  loaded_cost_per_article_usd: null,
  tokens_per_article: null,
  cost_per_word_usd: null,
  gate_pass_rate: null,
  chart_embedding_rate: null,
  validator_pass_rate: null,
  error_rate: null,
  rag_latency_ms: { p50: null, p95: null, p99: null },
  article_time_s: { p50: null, p95: null },
  unpriced_models: [],
  samples: {
    runs: 0,
    roi_multiplier: 0,
    mean_roi_multiplier: 0,
    gate_adjusted_roi_multiplier: 0,
    tokens: 0,
    estimated_calls: 0,
    unpriced_calls: 0,
    cost_per_article_usd: 0,
    tokens_per_article: 0,
    cost_per_word_usd: 0,
    cost_per_word_estimated: 0,
    validator_pass_rate: 0,
    article_time_s: 0,
  },
};

/** A reply of thirty days with these figures, and nothing in the thirty before. */
export const summaryOf = (figures: Partial<Figures>): SummaryReply => ({
  from: "2026-10-24T00:00:00.000Z",
  to: "2026-11-24T00:00:00.000Z",
  timezone: "UTC",
  ...NOTHING,
  ...figures,
  previous: { from: "2026-09-23T00:00:00.000Z", to: "2026-10-24T00:00:00.000Z", ...NOTHING },
});
