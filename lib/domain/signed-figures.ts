/** What a signer is shown of both environments, in this order. */
export const SIGNED_FIGURES = [
  "articles",
  "cost_per_article_usd",
  "roi_multiplier",
  "gate_pass_rate",
  "error_rate",
  "article_time_s",
  "rag_latency_p95_ms",
] as const;
export type SignedFigure = (typeof SIGNED_FIGURES)[number];
