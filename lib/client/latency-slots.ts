import type { LatencyReply } from "@/lib/contract/latency";
import { percentile } from "@/lib/domain/histogram";
import { merged } from "./bins";
import { gathered, type Slot } from "./buckets";

/** How long things took at one place on the time axis, in milliseconds. Null where the samples are too few. */
export interface LatencySlot extends Slot {
  samples: number;
  p50Ms: number | null;
  p95Ms: number | null;
  /** Exact, unlike the percentiles. */
  maxMs: number | null;
}

type Point = LatencyReply["series"][number];

/** Latencies on the axis of a chart. Buckets that are put together merge their histograms, never their percentiles. */
export const latencySlots = (reply: LatencyReply): LatencySlot[] =>
  gathered(reply, reply.series).map(({ slot, rows }) => ({ ...slot, ...figures(rows) }));

function figures(rows: readonly Point[]): Omit<LatencySlot, keyof Slot> {
  const [first, ...others] = rows;
  const samples = rows.reduce((sum, { count }) => sum + count, 0);
  const largest = rows.map(({ max }) => max).filter((max) => max !== null);
  const maxMs = largest.length === 0 ? null : Math.max(...largest);
  if (first !== undefined && others.length === 0)
    return { samples, p50Ms: first.p50, p95Ms: first.p95, maxMs };
  const times = merged(rows.map(({ bins }) => bins));
  const within = (percent: 50 | 95): number | null => {
    const seconds = percentile(times, percent);
    // A bin is known by its middle, which can lie above the largest sample in it.
    return seconds === null ? null : Math.min(seconds * 1000, maxMs ?? Number.POSITIVE_INFINITY);
  };
  return { samples, p50Ms: within(50), p95Ms: within(95), maxMs };
}
