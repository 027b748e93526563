/** Milliseconds that the work took. */
export async function timed(work: () => unknown): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/** Milliseconds of each of `times` turns, after a tenth of them to warm up. */
export async function turns(times: number, work: (turn: number) => unknown): Promise<number[]> {
  for (let turn = 0; turn < times / 10; turn += 1) await work(turn);
  const tookMs: number[] = [];
  for (let turn = 0; turn < times; turn += 1) tookMs.push(await timed(() => work(turn)));
  return tookMs;
}

/** The value below which `percent` of the samples lie (nearest rank). */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 50);
