import type { MemorySample } from "@/lib/domain/memory-trend";
import { type MemoryTrend, memoryTrend } from "@/lib/domain/memory-trend";
import { MEMORY_BYTES } from "@/lib/domain/targets";
import type { Wording } from "@/lib/domain/threshold-rule";
import { figure, percent } from "@/lib/domain/words";

/** How figures of a kind are written in the sentence of a finding. */

export const inMs = (what: string): Wording => ({ what, show: (ms) => `${figure(ms)} ms` });
export const inSeconds = (what: string): Wording => ({ what, show: (s) => `${figure(s)} s` });
export const inUsd = (what: string): Wording => ({ what, show: (usd) => `$${figure(usd)}` });
export const inPercent = (what: string): Wording => ({ what, show: percent });
export const inTimes = (what: string): Wording => ({ what, show: (times) => `${figure(times)} ×` });
export const plain = (what: string): Wording => ({ what, show: figure });

/** Decimal, as the targets are. */
export const bytes = (count: number): string =>
  Math.abs(count) >= 1e9 ? `${figure(count / 1e9)} GB` : `${figure(count / 1e6)} MB`;

export const inBytes = (what: string): Wording => ({ what, show: bytes });

const HOUR_MS = 3_600_000;

/** How fast memory grows and when it reaches the target, such as ", growing by 120 MB an hour: 2 GB in 3.2 h". */
export function trendWords(samples: readonly MemorySample[]): string {
  const trend = memoryTrend(samples);
  if (trend === null) return "";
  const { bytesPerHour, msToMax } = trend;
  if (msToMax === null) return ", not growing";
  return `, growing by ${bytes(bytesPerHour)} an hour${reached(trend)}`;
}

function reached({ msToMax }: MemoryTrend): string {
  if (msToMax === null) return "";
  return msToMax === 0
    ? `, above ${bytes(MEMORY_BYTES.max)} already`
    : `: ${bytes(MEMORY_BYTES.max)} in ${figure(msToMax / HOUR_MS)} h`;
}
