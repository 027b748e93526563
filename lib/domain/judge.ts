import { type Articles, economicsFinding, type Guard } from "./economics-rule";
import type { ErrorFloors } from "./error-lanes";
import { errorFinding, type FinishedJob } from "./error-rule";
import type { Finding } from "./finding";
import { type GateLimit, gateFinding } from "./gate-rule";
import { type Interval, wilson } from "./interval";
import { logRatio, SAMPLES_MIN } from "./log-ratio";
import { slowdownFinding } from "./slowdown-rule";
import { type Threshold, thresholdFinding, type Wording } from "./threshold-rule";

/** What a rule looks at, with what it holds that to. */
export type Evidence =
  | { kind: "jobs"; jobs: readonly FinishedJob[]; floors?: ErrorFloors; unjudged?: number }
  | { kind: "gates"; passed: number; evaluated: number; limit: GateLimit }
  | { kind: "economics"; articles: Articles; guard: Guard }
  | { kind: "slowdown"; candidate: readonly number[]; control: readonly number[]; limit?: number }
  | { kind: "figure"; value: number | null; n: number; threshold: Threshold; wording?: Wording };

/**
 * The one judge of evidence, for every rule, of alerts as of releases: the figure that is shown is the figure that is
 * acted on. Null is what could not be looked at, which is never bad. Only `fail` is a breach; `not_enough_evidence` is
 * neither good nor bad.
 *
 * @source docs/maths.md#the-error-rule, #gate-rules, #unit-economics-guard
 */
export function judge(evidence: Evidence | null): Finding {
  if (evidence === null) return CANNOT_MEASURE;
  switch (evidence.kind) {
    case "jobs":
      return errorFinding(evidence.jobs, evidence);
    case "gates":
      return gateFinding(evidence.passed, evidence.evaluated, evidence.limit);
    case "economics":
      return economicsFinding(evidence.articles, evidence.guard);
    case "slowdown":
      return slowdownFinding(evidence.candidate, evidence.control, evidence.limit);
    case "figure":
      return thresholdFinding(evidence.value, evidence.n, evidence.threshold, evidence.wording);
  }
}

const CANNOT_MEASURE: Finding = {
  verdict: "cannot_measure",
  value: null,
  n: 0,
  k: null,
  interval: null,
  said: "nothing reports it",
};

/**
 * A figure of two environments, compared on samples, each a job.
 *
 * @source docs/maths.md#comparing-two-environments
 */
export type Verdict = "better" | "same" | "worse" | "not_enough_evidence" | "no_data";

/** What is known of one side. */
export type Side =
  /** `k` of `n` samples are so. */
  | { kind: "rate"; k: number; n: number }
  /** One positive figure for each sample. */
  | { kind: "values"; values: readonly number[] };

export interface Judged {
  verdict: Verdict;
  /** Candidate against control: a ratio of means for values, a difference of shares for rates; with its 95 % interval. */
  effect: number | null;
  interval: Interval | null;
}

/** A ratio of means within a quarter, or shares within five points, is the same for all that a release is about. */
const SAME_RATIO = 1.25;
const SAME_POINTS = 0.05;

/** Judges a candidate against a control. `better` says which direction is. */
export function judged(candidate: Side, control: Side, better: "lower" | "higher"): Judged {
  if (candidate.kind === "rate" && control.kind === "rate") return judgedRates(candidate, control, better);
  if (candidate.kind === "values" && control.kind === "values")
    return judgedValues(candidate.values, control.values, better);
  throw new TypeError("both sides are of one kind");
}

const NOTHING: Judged = { verdict: "no_data", effect: null, interval: null };

/** Newcombe's hybrid interval of a difference of shares (Statistics in Medicine 17, 1998, method 10). */
function judgedRates(
  candidate: { k: number; n: number },
  control: { k: number; n: number },
  better: "lower" | "higher",
): Judged {
  const one = wilson(candidate.k, candidate.n);
  const two = wilson(control.k, control.n);
  if (one === null || two === null) return NOTHING;
  const p1 = candidate.k / candidate.n;
  const p2 = control.k / control.n;
  const effect = p1 - p2;
  const interval = {
    low: effect - Math.hypot(p1 - one.low, two.high - p2),
    high: effect + Math.hypot(one.high - p1, p2 - two.low),
  };
  const few = Math.min(candidate.n, control.n) < SAMPLES_MIN;
  return {
    verdict: few ? "not_enough_evidence" : verdictOf(interval, 0, SAME_POINTS, better),
    effect,
    interval,
  };
}

/** The ratio of geometric means. */
function judgedValues(
  candidate: readonly number[],
  control: readonly number[],
  better: "lower" | "higher",
): Judged {
  const { ratio: effect, interval } = logRatio(candidate, control);
  if (effect === null) return NOTHING;
  if (interval === null) return { verdict: "not_enough_evidence", effect, interval };
  const log = { low: Math.log(interval.low), high: Math.log(interval.high) };
  return { verdict: verdictOf(log, 0, Math.log(SAME_RATIO), better), effect, interval };
}

/** The whole interval on one side of `none` is a difference; the whole of it within the margin is none. */
function verdictOf(
  { low, high }: Interval,
  none: number,
  margin: number,
  better: "lower" | "higher",
): Verdict {
  if (high < none) return better === "lower" ? "better" : "worse";
  if (low > none) return better === "higher" ? "better" : "worse";
  return low >= none - margin && high <= none + margin ? "same" : "not_enough_evidence";
}
