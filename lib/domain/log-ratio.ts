import type { Interval } from "./interval";
import { studentT } from "./student";

/** Fewer samples than these on either side say nothing. */
export const SAMPLES_MIN = 8;

export interface LogRatio {
  /** How many figures of each side have a logarithm. */
  n: { candidate: number; control: number };
  /** Candidate's geometric mean over control's; null where a side is empty. */
  ratio: number | null;
  /** Of the ratio; null below `SAMPLES_MIN` on either side. */
  interval: Interval | null;
}

/**
 * Welch's t-interval of the difference of mean logarithms: the ratio of geometric means. Figures are positive, in one
 * unit; a figure of zero or less has no logarithm and is left out.
 *
 * @source docs/maths.md#comparing-two-environments
 */
export function logRatio(candidate: readonly number[], control: readonly number[], level = 0.95): LogRatio {
  const one = logs(candidate);
  const two = logs(control);
  const n = { candidate: one.n, control: two.n };
  if (one.n === 0 || two.n === 0) return { n, ratio: null, interval: null };
  const difference = one.mean - two.mean;
  const ratio = Math.exp(difference);
  if (Math.min(one.n, two.n) < SAMPLES_MIN) return { n, ratio, interval: null };
  const half = halfWidth(one, two, level);
  return { n, ratio, interval: { low: Math.exp(difference - half), high: Math.exp(difference + half) } };
}

interface Logs {
  n: number;
  mean: number;
  variance: number;
}

/** With Welch–Satterthwaite's degrees of freedom. */
function halfWidth(one: Logs, two: Logs, level: number): number {
  const squares = one.variance / one.n + two.variance / two.n;
  if (squares === 0) return 0;
  const freedom =
    squares ** 2 / ((one.variance / one.n) ** 2 / (one.n - 1) + (two.variance / two.n) ** 2 / (two.n - 1));
  return studentT(freedom, level) * Math.sqrt(squares);
}

function logs(values: readonly number[]): Logs {
  const found = values.filter((value) => value > 0).map(Math.log);
  const n = found.length;
  const mean = found.reduce((sum, value) => sum + value, 0) / Math.max(1, n);
  const variance = n < 2 ? 0 : found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { n, mean, variance };
}
