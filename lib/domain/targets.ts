/** What the figures are held to, each in one place: lines of charts, words of tiles and thresholds of rules. */

/** Shares of passed gates: what is aimed at, from where work is reviewed, from where a release is rolled back. */
export const GATE_PASS_RATE = { goal: 0.87, review: 0.8, rollback: 0.7 } as const;

/** What charts embedded, valid drafts and the publication validator are held to: all of them. */
export const EVERY_ONE = 1;

/** An evaluation below this many percent is shown with what failed. */
export const EVALUATION_PERCENT_MIN = 60;

/** Resident memory in bytes, decimal: the target, and from where somebody is told. */
export const MEMORY_BYTES = { max: 2_000_000_000, warning: 1_500_000_000 } as const;

export const CPU_CORES_MAX = 4;

/** Milliseconds of a RAG query: the line of a good one, and from where it counts as degraded. */
export const RAG_LATENCY_MS = { good: 200, max: 500 } as const;

/** The band in which an article is made, in seconds: 5 to 10 minutes. */
export const ARTICLE_TIME_S = { min: 300, max: 600 } as const;

/** The share of failed jobs from which the pipeline counts as failing. */
export const ERROR_RATE_MAX = 0.05;
