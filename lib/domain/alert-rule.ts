import type { Rule } from "./rule";

/** A rule as the alerts watch it: what a release does not ask about is here. */
export interface WatchedRule extends Rule {
  /** Whether its action is carried out by itself; else it only tells. */
  automatic: boolean;
  /** At least so many errors, where its metric counts errors; null elsewhere. */
  minErrors: number | null;
  /** How often a firing that nobody has acknowledged is told again; null: never. */
  renotifyMs: number | null;
  /** How long after an action its next one waits. */
  cooldownMs: number;
}

/**
 * Whether a figure that is no breach lies far enough on the good side to end a firing: beyond `clearThreshold`, and not
 * at it. Without one, what is no breach is clear.
 */
export function clears(
  { op, clearThreshold }: Pick<WatchedRule, "op" | "clearThreshold">,
  value: number | null,
): boolean {
  if (clearThreshold === null || value === null) return true;
  return op === ">" || op === ">=" ? value < clearThreshold : value > clearThreshold;
}
