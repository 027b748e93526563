interface Bin {
  bin: number;
  count: number;
}

/** Histograms merge exactly by adding counts, so a week's percentile is not made of days' percentiles. */
export function merged(histograms: readonly (readonly Bin[])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { bin, count } of histograms.flat()) counts.set(bin, (counts.get(bin) ?? 0) + count);
  return counts;
}
