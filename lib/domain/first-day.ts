import { ARTICLE_TIME_S, ERROR_RATE_MAX, GATE_PASS_RATE, MEMORY_BYTES, RAG_LATENCY_MS } from "./targets";

/** What the first day of a release is read by, in this order. */
export const FIRST_DAY_METRICS = [
  "articles",
  "cost_per_article_usd",
  "roi_multiplier",
  "gate_pass_rate",
  "error_rate",
  "rag_latency_p95_ms",
  "article_time_s",
  "memory_bytes",
] as const;

export type FirstDayMetric = (typeof FIRST_DAY_METRICS)[number];

const HOUR_MS = 3_600_000;
export const FIRST_DAY_MS = 24 * HOUR_MS;
/** The other environment is read over so many days before. */
export const BASELINE_DAYS = 7;

const TARGETS: Partial<Record<FirstDayMetric, number>> = {
  gate_pass_rate: GATE_PASS_RATE.goal,
  error_rate: ERROR_RATE_MAX,
  rag_latency_p95_ms: RAG_LATENCY_MS.max,
  article_time_s: ARTICLE_TIME_S.max,
  memory_bytes: MEMORY_BYTES.max,
};

/** What a figure is held to: at least that of gates, at most that of all others. Null where it is held to nothing. */
export const firstDayTarget = (metric: FirstDayMetric): number | null => TARGETS[metric] ?? null;

/** Whether a figure is on the good side of its target; null where there is none, or no figure. */
export function keepsTarget(metric: FirstDayMetric, value: number | null): boolean | null {
  const target = firstDayTarget(metric);
  if (target === null || value === null) return null;
  return metric === "gate_pass_rate" ? value >= target : value <= target;
}

interface Entry {
  atMs: number;
  kind: string;
  /** Percent read back, or wanted where it could not be read. */
  share: number | null;
}

/** When a release had its first share; null before. */
export const firstShareMs = (timeline: readonly Entry[]): number | null =>
  timeline.find(({ kind, share }) => kind === "observing" && (share ?? 0) > 0)?.atMs ?? null;
