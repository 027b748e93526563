import { HEALTH_STATUSES, type HealthStatus } from "./signals";
import { RAG_LATENCY_MS } from "./targets";

/** A result says nothing any more when this many intervals have passed without another. */
const INTERVALS_MAX = 3;
/** Components that are expected of every pipeline. */
export const KNOWN_COMPONENTS = ["flow", "rag", "roi"] as const;

/** What the newest result of a component said, and when it was received. */
export interface Said {
  component: string;
  status: HealthStatus;
  available: boolean | null;
  latencyMs: number | null;
  receivedMs: number;
  /** How often a result is due. */
  intervalMs: number;
}

/** What is to be believed of a component now. */
export interface Verdict {
  status: HealthStatus;
  available: boolean | null;
  stale: boolean;
}

/**
 * Judges what a component last said; null: nothing was ever received.
 *
 * @source docs/maths.md#health
 */
export function verdictOf(said: Said | null, nowMs: number): Verdict {
  if (said === null) return { status: "degraded", available: false, stale: false };
  const { component, status, available, latencyMs, receivedMs, intervalMs } = said;
  if (nowMs - receivedMs > INTERVALS_MAX * intervalMs) return { status: "degraded", available, stale: true };
  const slow = component === "rag" && latencyMs !== null && latencyMs > RAG_LATENCY_MS.max;
  return { status: slow ? worst([status, "degraded"]) : status, available, stale: false };
}

/** Worse ones have a higher number. */
export const badness = (status: HealthStatus): number => HEALTH_STATUSES.indexOf(status);

/** The worst of several; nothing is healthy. */
export const worst = (statuses: readonly HealthStatus[]): HealthStatus =>
  statuses.reduce((found, status) => (badness(status) > badness(found) ? status : found), "healthy");

/** The time, in UTC milliseconds, that a result speaks for: until the next one, at most three intervals. */
export function stretchOf(
  { atMs, intervalMs }: { atMs: number; intervalMs: number },
  nextMs: number,
): { fromMs: number; toMs: number } {
  return { fromMs: atMs, toMs: Math.max(atMs, Math.min(nextMs, atMs + INTERVALS_MAX * intervalMs)) };
}

/** Milliseconds in each state. */
export interface StateMs {
  up_ms: number;
  degraded_ms: number;
  down_ms: number;
}

/** Where the time of a result counts. */
export const STATE_OF = {
  healthy: "up_ms",
  degraded: "degraded_ms",
  unhealthy: "down_ms",
} as const satisfies Record<HealthStatus, keyof StateMs>;

export const knownMs = ({ up_ms, degraded_ms, down_ms }: StateMs): number => up_ms + degraded_ms + down_ms;

/** Served time ÷ known time: a degraded component serves with its fallback. Null where nothing is known. */
export function availabilityOf(time: StateMs): number | null {
  const known = knownMs(time);
  return known === 0 ? null : (time.up_ms + time.degraded_ms) / known;
}

/** Whether a check's latency is one of a success: only these are measured. */
export const succeeded = (said: {
  status: HealthStatus;
  available: boolean | null;
  error: string | null;
}): boolean => said.status !== "unhealthy" && said.error === null && said.available !== false;
