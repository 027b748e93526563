import { ERROR_FLOORS, type ErrorFloors, firstTrip } from "./error-lanes";
import type { FinishedJob } from "./error-rule";
import { percent } from "./words";

/** When what broke the candidate is not its own fault. */
export interface SharedCauseLimits {
  /** Whether it is asked at all. */
  on: boolean;
  /** How many of the newest jobs of each side are looked at, and how old the control's may be. */
  jobs: number;
  ageMsMax: number;
  /** From this chance on that the candidate fails more often, and from this multiple on, it is clearly worse. */
  chanceWorse: number;
  multiple: number;
}

export const SHARED_CAUSE: SharedCauseLimits = {
  on: true,
  jobs: 20,
  ageMsMax: 86_400_000,
  chanceWorse: 0.9,
  multiple: 3,
};

export interface SharedCause {
  shared: boolean;
  /** That the candidate's true share of failures is the higher one; null where it was not asked. */
  chanceWorse: number | null;
  said: string;
}

interface Asked {
  floors?: ErrorFloors;
  limits?: SharedCauseLimits;
  togetherMs?: number | null;
}

/**
 * Whether a candidate that broke the rule on errors did so together with the control: the control's own newest jobs
 * break the rule, too, and the candidate is not clearly worse. Both lists are in order of their end. Rates are compared
 * over the time in which both were at work; where the control finished nothing in it, over the newest of each.
 * `togetherMs`: they have failed together already; from then on both are compared as a whole, and the control, which may
 * be well again, need not break the rule any more.
 *
 * @source docs/maths.md#shared-cause
 */
export function sharedCause(
  candidate: readonly FinishedJob[],
  control: readonly FinishedJob[],
  nowMs: number,
  { floors = ERROR_FLOORS, limits = SHARED_CAUSE, togetherMs = null }: Asked = {},
): SharedCause {
  if (!limits.on) return { shared: false, chanceWorse: null, said: "a shared cause is not asked for" };
  const ours = candidate.slice(-limits.jobs);
  const recent = control.filter(({ endMs }) => nowMs - endMs <= limits.ageMsMax).slice(-limits.jobs);
  const theirs = recent.map(({ bad }) => bad);
  if (togetherMs === null && firstTrip(theirs, floors, Math.max(0, theirs.length - 1)) === null)
    return { shared: false, chanceWorse: null, said: `the other environment holds: ${counted(recent)}` };
  const [one, two] =
    togetherMs === null
      ? sideBySide(ours, recent)
      : [candidate, control.filter(({ endMs }) => endMs >= togetherMs)];
  const [worse, other] = [failures(one), failures(two)];
  const chance = chanceHigher(worse, other);
  const far = other.k > 0 && worse.k * other.n >= limits.multiple * other.k * worse.n;
  const shared = chance < limits.chanceWorse && !far;
  const words = shared ? "both environments fail alike" : "the other fails, too, but clearly less";
  return { shared, chanceWorse: chance, said: `${words}: ${counted(one)} against ${counted(two)}` };
}

/** From when the shorter of both stretches began; the stretches themselves where that leaves the control with nothing. */
function sideBySide(ours: readonly FinishedJob[], theirs: readonly FinishedJob[]) {
  const sinceMs = Math.max(ours[0]?.endMs ?? 0, theirs[0]?.endMs ?? 0);
  const [one, two] = [ours, theirs].map((jobs) => jobs.filter(({ endMs }) => endMs >= sinceMs));
  return one?.length && two?.length ? ([one, two] as const) : ([ours, theirs] as const);
}

const failures = (jobs: readonly FinishedJob[]) => ({
  k: jobs.filter(({ bad }) => bad).length,
  n: jobs.length,
});

function counted(jobs: readonly FinishedJob[]): string {
  const { k, n } = failures(jobs);
  return n === 0 ? "no jobs" : `${k} of ${n} failed, ${percent(k / n)}`;
}

/**
 * The chance that the true share of the first is higher than that of the second, where any share was as likely before:
 * P(X > Y) of X ~ Beta(1 + k, 1 + n − k) and Y likewise. Exact, a sum over the whole parameters.
 *
 * @source docs/maths.md#shared-cause; E. Miller, Formulas for Bayesian A/B testing (2015), equation 6
 * @throws RangeError if the counts cannot be.
 */
export function chanceHigher(first: { k: number; n: number }, second: { k: number; n: number }): number {
  for (const { k, n } of [first, second])
    if (!Number.isInteger(k) || !Number.isInteger(n) || k < 0 || k > n)
      throw new RangeError(`not a part of a whole: ${k} of ${n}`);
  const [a, b] = [1 + second.k, 1 + second.n - second.k];
  const c = 1 + first.n - first.k;
  let sum = 0;
  for (let i = 0; i <= first.k; i += 1)
    sum += Math.exp(logBeta(a + i, b + c) - Math.log(c + i) - logBeta(1 + i, c) - logBeta(a, b));
  return Math.min(1, sum);
}

const logBeta = (a: number, b: number): number =>
  logFactorial(a - 1) + logFactorial(b - 1) - logFactorial(a + b - 1);

function logFactorial(n: number): number {
  let sum = 0;
  for (let i = 2; i <= n; i += 1) sum += Math.log(i);
  return sum;
}
