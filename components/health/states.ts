import type { HealthStatus } from "@/lib/domain/signals";

export interface StateWords {
  /** A shape of its own for each state, so that colour is never the only sign. */
  sign: string;
  word: string;
  colour: string;
}

/** Healthy is neutral: colour is for what needs somebody. */
export const STATES: Record<HealthStatus, StateWords> = {
  healthy: { sign: "✓", word: "Healthy", colour: "text-ink-2" },
  degraded: { sign: "▲", word: "Degraded", colour: "text-amber" },
  unhealthy: { sign: "✕", word: "Unhealthy", colour: "text-red" },
};

export const UNREPORTED: StateWords = { sign: "◌", word: "Never reported", colour: "text-amber" };
