import { type Interval, wilson } from "./interval";
import { studentT } from "./student";

/**
 * The one judge of evidence. A figure of two environments is compared on samples, each a job; the figure that is shown
 * is the figure that is judged.
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

/** Fewer samples than these on either side say nothing. */
export const SAMPLES_MIN = 8;

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

/** Welch's t-interval of the difference of mean logarithms: the ratio of geometric means. */
function judgedValues(
  candidate: readonly number[],
  control: readonly number[],
  better: "lower" | "higher",
): Judged {
  const one = logs(candidate);
  const two = logs(control);
  if (one.n === 0 || two.n === 0) return NOTHING;
  const effect = Math.exp(one.mean - two.mean);
  if (Math.min(one.n, two.n) < SAMPLES_MIN) return { verdict: "not_enough_evidence", effect, interval: null };
  const squares = one.variance / one.n + two.variance / two.n;
  const freedom =
    squares ** 2 / ((one.variance / one.n) ** 2 / (one.n - 1) + (two.variance / two.n) ** 2 / (two.n - 1));
  const half = squares === 0 ? 0 : studentT(freedom) * Math.sqrt(squares);
  const log = { low: one.mean - two.mean - half, high: one.mean - two.mean + half };
  return {
    verdict: verdictOf(log, 0, Math.log(SAME_RATIO), better),
    effect,
    interval: { low: Math.exp(log.low), high: Math.exp(log.high) },
  };
}

/** Mean and variance of the logarithms. A figure of zero or less has none, and is left out. */
function logs(values: readonly number[]): { n: number; mean: number; variance: number } {
  const found = values.filter((value) => value > 0).map(Math.log);
  const n = found.length;
  const mean = found.reduce((sum, value) => sum + value, 0) / Math.max(1, n);
  const variance = n < 2 ? 0 : found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { n, mean, variance };
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
