import type { EndedJob, Stretch } from "@/db/queries/evidence-jobs";
import type { Environment } from "@/lib/domain/environment";
import type { Finding } from "@/lib/domain/finding";

/** What is asked about a rule. */
export interface Question {
  /** Null: what belongs to none. */
  environment: Environment | null;
  /** From when evidence counts: the start of the window, or of what a release observes. */
  sinceMs: number;
  nowMs: number;
  /** How many of the newest jobs had not ended when the rule was last looked at. */
  unjudged?: number | ((jobs: readonly EndedJob[]) => number);
}

export interface Evidenced {
  finding: Finding;
  /** Its source cannot be read, or has been silent for too long: what it said last decides nothing. */
  stale: boolean;
}

/** A clock of the pipeline's may run ahead a little; what lies further in the future is of another time. */
const AHEAD_MS = 60_000;

export const stretchOf = ({ environment, sinceMs, nowMs }: Question): Stretch => ({
  environment: environment ?? "",
  sinceMs,
  untilMs: nowMs + AHEAD_MS,
});
