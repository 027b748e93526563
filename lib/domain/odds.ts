import type { Guarded } from "./economics-rule";

/**
 * What the rules do to releases of which the truth is known: percent of releases that have tripped by so many samples.
 * Counted from the rules themselves (200,000 releases a row: within a quarter of a point); the benchmark `odds` counts
 * anew, and a test holds the table to the rules. For plans and settings, which show what a rule costs before it acts.
 *
 * @source docs/maths.md#the-error-rule
 */
export const ERROR_ODDS_JOBS = [0, 3, 5, 10, 20, 30, 60, 100, 200, 300, 1000] as const;

export const ERROR_ODDS: readonly { rate: number; percent: readonly number[] }[] = [
  { rate: 0, percent: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
  { rate: 0.01, percent: [0, 0, 0, 0, 0.01, 0.01, 0.05, 0.36, 0.45, 0.5, 0.76] },
  { rate: 0.03, percent: [0, 0, 0.02, 0.07, 0.2, 0.43, 3.76, 18.02, 24.63, 26.55, 42.61] },
  { rate: 0.05, percent: [0, 0.01, 0.1, 0.34, 0.97, 2.44, 18.66, 55.82, 72.74, 78.87, 98.6] },
  { rate: 0.1, percent: [0, 0.1, 0.71, 2.59, 8.02, 20.29, 73.36, 97.46, 99.85, 99.99, 100] },
  { rate: 0.2, percent: [0, 0.78, 4.78, 16.31, 44.54, 76.33, 99.61, 100, 100, 100, 100] },
  { rate: 0.5, percent: [0, 12.47, 43.75, 84.17, 99.55, 100, 100, 100, 100, 100, 100] },
  { rate: 1, percent: [0, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100] },
];

/** With floors of 1 and 1, at 1 % errors and 60 jobs: what the literal rule costs. */
export const LITERAL_ERROR_ODDS_PERCENT = 19.5;

/** The truth where nobody says another one: a pipeline that is well. */
const HEALTHY_RATE = 0.01;

/**
 * The share of releases, 0 to 1, in which the rule on errors with its default floors has tripped by so many jobs at that
 * true error rate: of a healthy one false alarms, of a broken one its finds. Between the table's figures on straight
 * lines, beyond 1,000 jobs that of 1,000.
 *
 * @throws RangeError where the jobs are not a count or the rate is no share.
 */
export function oddsOfFalseAlarm(jobs: number, rate: number = HEALTHY_RATE): number {
  if (!(jobs >= 0) || !(rate >= 0 && rate <= 1))
    throw new RangeError(`no odds of ${jobs} jobs at a rate of ${rate}`);
  const byRate = ERROR_ODDS.map(({ percent }) => between(ERROR_ODDS_JOBS, percent, jobs));
  const rates = ERROR_ODDS.map((row) => row.rate);
  return between(rates, byRate, rate) / 100;
}

/** Articles of both environments together, half of them each, at a log standard deviation of 0.5; of 20,000 releases. */
export const GUARD_ODDS_ARTICLES = [0, 15, 20, 30, 40, 60, 100] as const;

export const GUARD_ODDS: Record<Guarded, readonly number[]> = {
  cost_per_article_usd: [0, 0, 0.26, 0.43, 0.49, 0.54, 0.55],
  roi_multiplier: [0, 0, 0.06, 0.09, 0.1, 0.11, 0.11],
  article_time_s: [0, 0, 0.03, 0.08, 0.1, 0.1, 0.1],
};

/**
 * The share of releases of an equal version, 0 to 1, in which that guard has tripped by so many articles.
 *
 * @source docs/maths.md#unit-economics-guard
 */
export const oddsOfFalseGuard = (metric: Guarded, articles: number): number =>
  between(GUARD_ODDS_ARTICLES, GUARD_ODDS[metric], Math.max(0, articles)) / 100;

/** The value at `x` on straight lines through the points; beyond the last that of the last. */
function between(xs: readonly number[], ys: readonly number[], x: number): number {
  const next = xs.findIndex((at) => at >= x);
  const [right, high] = [xs[next], ys[next]];
  const [left, low] = [xs[next - 1], ys[next - 1]];
  if (right === undefined || high === undefined) return ys.at(-1) ?? 0;
  if (left === undefined || low === undefined) return high;
  return low + ((high - low) * (x - left)) / (right - left);
}
