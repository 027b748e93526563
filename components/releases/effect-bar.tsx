import type { Comparison } from "@/lib/contract/compare";
import { isRate } from "./comparison-words";

const WIDTH = 96;
const HALF = WIDTH / 2;

/** The interval of a difference as a line around none. Only repeats what the text beside it says. */
export function EffectBar({ row }: { row: Comparison }) {
  const { effect, interval } = row;
  if (effect === null) return null;
  const at = (value: number) => place(value, isRate(row));
  const [low, high] = interval === null ? [effect, effect] : [interval.low, interval.high];
  return (
    <svg width={WIDTH} height="14" viewBox={`0 0 ${WIDTH} 14`} aria-hidden="true" className="text-ink-3">
      <path d={`M${HALF} 0V14`} stroke="currentColor" strokeDasharray="2 2" />
      <path d={`M${at(low)} 7H${at(high)}`} stroke="currentColor" strokeWidth="1.5" />
      <circle cx={at(effect)} cy="7" r="3.5" fill="var(--accent)" />
    </svg>
  );
}

/** Ratios from a third to three times on a logarithmic axis, shares from −50 to +50 points; what is beyond is cut. */
function place(value: number, rate: boolean): number {
  const part = rate ? value / 0.5 : Math.log(Math.max(value, 1e-9)) / Math.log(3);
  return HALF + Math.max(-1, Math.min(1, part)) * (HALF - 4);
}
