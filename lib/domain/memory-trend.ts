import { MEMORY_BYTES } from "./targets";

export interface MemorySample {
  atMs: number;
  bytes: number;
}

export interface MemoryTrend {
  bytesPerHour: number;
  /** From the newest sample on; 0 where the target is reached, null where memory does not grow. */
  msToMax: number | null;
}

const HOUR_MS = 3_600_000;

/**
 * How fast memory grows: the slope of the least-squares line, and when the newest sample would reach the target at that
 * rate. Null where the samples are of fewer than two moments.
 *
 * @source docs/maths.md#trend-of-memory
 */
export function memoryTrend(
  samples: readonly MemorySample[],
  maxBytes: number = MEMORY_BYTES.max,
): MemoryTrend | null {
  const n = samples.length;
  const newest = samples.reduce<MemorySample | null>(
    (last, sample) => (last === null || sample.atMs >= last.atMs ? sample : last),
    null,
  );
  if (newest === null) return null;
  // Around their means the sums stay small: moments in milliseconds squared would lose the digits that matter.
  const meanMs = samples.reduce((sum, { atMs }) => sum + (atMs - newest.atMs), 0) / n;
  const meanBytes = samples.reduce((sum, { bytes }) => sum + bytes, 0) / n;
  const away = samples.map(({ atMs, bytes }) => ({ x: atMs - newest.atMs - meanMs, y: bytes - meanBytes }));
  const squares = away.reduce((sum, { x }) => sum + x * x, 0);
  if (squares === 0) return null;
  const perMs = away.reduce((sum, { x, y }) => sum + x * y, 0) / squares;
  const missing = maxBytes - newest.bytes;
  const msToMax = missing <= 0 ? 0 : perMs <= 0 ? null : missing / perMs;
  return { bytesPerHour: perMs * HOUR_MS, msToMax };
}
