/**
 * Log-bucketed histogram: bin `b` holds values in (GROWTH^(b-1), GROWTH^b], so any value is known within 2 %
 * and histograms merge exactly by adding counts, over time and over environments.
 *
 * @source docs/maths.md#percentiles
 */
const GROWTH = 1.04;
const LOG_GROWTH = Math.log(GROWTH);
const BIN_MIN = -600;
const BIN_MAX = 600;

/** Counts by bin. */
export type Histogram = ReadonlyMap<number, number>;

/** The bin of a value; zero and less fall into the lowest one. */
export function binOf(value: number): number {
  if (!(value > 0)) return BIN_MIN;
  return Math.min(BIN_MAX, Math.max(BIN_MIN, Math.ceil(Math.log(value) / LOG_GROWTH - 1e-9)));
}

/** The geometric middle of a bin, in the unit of the values. */
export const middleOf = (bin: number): number => (bin === BIN_MIN ? 0 : GROWTH ** (bin - 0.5));

export const countOf = (histogram: Histogram): number =>
  [...histogram.values()].reduce((sum, count) => sum + count, 0);

/** Fewer samples than these say nothing about the tail. */
const SAMPLES_MIN: Record<number, number> = { 50: 1, 95: 20, 99: 100 };

/** The value below which `percent` of the samples lie (nearest rank); null where the samples are too few. */
export function percentile(histogram: Histogram, percent: 50 | 95 | 99): number | null {
  const count = countOf(histogram);
  if (count < (SAMPLES_MIN[percent] ?? 1)) return null;
  const rank = Math.ceil((percent / 100) * count);
  let seen = 0;
  for (const bin of [...histogram.keys()].sort((a, b) => a - b)) {
    seen += histogram.get(bin) ?? 0;
    if (seen >= rank) return middleOf(bin);
  }
  return null;
}
