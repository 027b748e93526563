import type { Interval } from "./interval";

/** `cannot_measure` is never bad: nothing was looked at. `no_data`: it was looked at, and there was nothing. */
export const FINDING_VERDICTS = ["pass", "fail", "not_enough_evidence", "no_data", "cannot_measure"] as const;

export type FindingVerdict = (typeof FINDING_VERDICTS)[number];

/** What the evidence says of one rule in one environment. The figure that is shown is the figure that is acted on. */
export interface Finding {
  verdict: FindingVerdict;
  /** In the unit of the rule's metric; null where nothing is known. */
  value: number | null;
  n: number;
  /** Bad samples of the n; null where samples are figures and not good or bad. */
  k: number | null;
  /** 95 %. */
  interval: Interval | null;
  /** In words for people, such as "5 of 20 jobs failed (25 %, limit 5 %)". */
  said: string;
}
