export interface Interval {
  low: number;
  high: number;
}

/** The standard normal deviate that leaves 2.5 % on either side. */
const Z = 1.959964;

/** From here on a rate of this many speaks for itself. */
export const ENOUGH = 30;

/**
 * The 95 % interval of a rate of which `passed` of `total` are known: which rates are compatible with so few. Both
 * bounds lie within 0 to 1. Null of nothing.
 *
 * @source E. B. Wilson, Probable inference, the law of succession, and statistical inference (JASA 22, 1927),
 * without continuity correction; docs/maths.md#wilson-interval
 * @throws RangeError if the counts cannot be: negative, not whole, more passed than there are.
 */
export function wilson(passed: number, total: number): Interval | null {
  if (!Number.isInteger(passed) || !Number.isInteger(total) || passed < 0 || passed > total)
    throw new RangeError(`not a part of a whole: ${passed} of ${total}`);
  if (total === 0) return null;
  const rate = passed / total;
  const scale = 1 + Z ** 2 / total;
  const middle = (rate + Z ** 2 / (2 * total)) / scale;
  const half = (Z / scale) * Math.sqrt((rate * (1 - rate)) / total + Z ** 2 / (4 * total ** 2));
  // At the ends one bound is the rate itself, which floating point would miss by a hair.
  return {
    low: passed === 0 ? 0 : Math.max(0, middle - half),
    high: passed === total ? 1 : Math.min(1, middle + half),
  };
}

/** As `wilson`, but only where so few are known that the rate alone misleads. */
export const intervalOfFew = (passed: number, total: number): Interval | null =>
  total < ENOUGH ? wilson(passed, total) : null;
