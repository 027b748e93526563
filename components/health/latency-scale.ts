/** What latencies are drawn in: the unit in which the largest has few digits. */
export interface LatencyScale {
  unit: "ms" | "seconds" | "minutes";
  /** Milliseconds of one. */
  ms: number;
}

const SCALES: readonly (LatencyScale & { upToMs: number })[] = [
  { unit: "ms", ms: 1, upToMs: 5000 },
  { unit: "seconds", ms: 1000, upToMs: 180_000 },
  { unit: "minutes", ms: 60_000, upToMs: Number.POSITIVE_INFINITY },
];

export function scaleOf(largestMs: number): LatencyScale {
  const { unit, ms } = SCALES.find(({ upToMs }) => largestMs <= upToMs) ?? { unit: "ms", ms: 1 };
  return { unit, ms };
}
