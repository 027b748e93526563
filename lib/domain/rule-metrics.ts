/** What a rule can look at: the figures of the summary, those of a sample stream, and a probe's state. */
export const RULE_METRICS = [
  "error_rate",
  "rag_latency_p95_ms",
  "memory_bytes",
  "cpu_cores",
  "gate_pass_rate",
  "roi_multiplier",
  "cost_per_article_usd",
  "article_time_ratio",
  "telemetry_latency_p95_ms",
  "probe_status",
  "executions",
  "articles",
  "llm_calls",
  "tokens.input",
  "tokens.output",
  "tokens.total",
  "cost_usd",
  "human_hours",
  "human_cost_usd",
  "mean_roi_multiplier",
  "loaded_cost_per_article_usd",
  "tokens_per_article",
  "cost_per_word_usd",
  "chart_embedding_rate",
  "validator_pass_rate",
  "rag_latency_ms.p50",
  "rag_latency_ms.p95",
  "rag_latency_ms.p99",
  "article_time_s.p50",
  "article_time_s.p95",
  "budget_share",
] as const;

export type RuleMetric = (typeof RULE_METRICS)[number];

/** A probe's state as a figure, so that `probe_status >= 2` is a rule. */
export const PROBE_STATUS = { healthy: 0, degraded: 1, unhealthy: 2 } as const;
