const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** All lengths of time in milliseconds. */
export const RETRY = {
  leastMs: 5 * SECOND_MS,
  mostMs: 10 * MINUTE_MS,
  /** What was not taken by then is given up. */
  overMs: 24 * 60 * MINUTE_MS,
  /** What a receiver refuses for what it is, is given up after so many tries: it must not hold up what comes after it. */
  refusals: 5,
} as const;

/** Not all receivers of a network that was down are to be tried in the same moment. */
const JITTER = 0.2;

export interface Attempt {
  /** How many times it was tried, this one included. */
  attempts: number;
  createdMs: number;
  nowMs: number;
  /** It was understood, and is not wanted: another try says the same. */
  refused: boolean;
  /** How long the receiver asks to be left alone; null where it does not. */
  waitMs: number | null;
  /** From 0 to below 1. */
  chance: number;
}

/**
 * When a notification that was not taken is tried again, in milliseconds of the clock on the wall: twice as long after
 * each try, with a jitter of a fifth, from five seconds to ten minutes. Null where it is given up.
 */
export function retryAtMs({ attempts, createdMs, nowMs, refused, waitMs, chance }: Attempt): number | null {
  if (refused && attempts >= RETRY.refusals) return null;
  if (nowMs - createdMs >= RETRY.overMs) return null;
  const doubledMs = RETRY.leastMs * 2 ** Math.min(attempts - 1, 20);
  const jitteredMs = Math.min(doubledMs, RETRY.mostMs) * (1 + JITTER * (2 * chance - 1));
  const ms = Math.min(RETRY.mostMs, Math.max(RETRY.leastMs, jitteredMs, waitMs ?? 0));
  return nowMs + Math.round(ms);
}
