import { setTimeout as after } from "node:timers/promises";

/** How loops pass the time. Tests bring their own. */
export interface Pace {
  /** Milliseconds of a clock that only runs forward, whatever is done to the system's. */
  clockMs(): number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
}

export const realPace: Pace = {
  clockMs: () => performance.now(),
  sleep: (ms, signal) => after(ms, undefined, { signal }).catch(() => {}),
  random: Math.random,
};
