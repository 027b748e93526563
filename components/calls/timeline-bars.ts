import { seconds } from "@/lib/client/format";
import type { Call } from "@/lib/contract/executions";

/** What a timeline's bars show: what a call took, or, where not every call says that, what it cost. */
export interface Bars {
  /** Null: there is nothing that bars could show. */
  of: "time" | "cost" | null;
  /** One for each call, from 0 to 1; null where it is not known. */
  shares: readonly (number | null)[];
  /** What the bars show and why, as a sentence. */
  says: string;
}

const paid = ({ cost_usd, cost_origin }: Call): number | null =>
  cost_origin === "unpriced" ? null : cost_usd;

export function barsOf(calls: readonly Call[]): Bars {
  const timed = calls.filter(({ seconds }) => seconds !== null).length;
  const longest = Math.max(0, ...calls.map(({ seconds }) => seconds ?? 0));
  if (timed === calls.length && longest > 0)
    return {
      of: "time",
      shares: calls.map(({ seconds }) => (seconds ?? 0) / longest),
      says: "Bars show how long each call took.",
    };
  const why =
    timed === 0
      ? calls.length === 1
        ? "it does not say how long it took"
        : "no call says how long it took"
      : `${calls.length - timed} of ${calls.length} calls do not say how long they took`;
  const dearest = Math.max(0, ...calls.map((call) => paid(call) ?? 0));
  if (dearest === 0)
    return { of: null, shares: calls.map(() => null), says: `No bars: ${why}, and none cost anything.` };
  return {
    of: "cost",
    shares: calls.map((call) => {
      const cost = paid(call);
      return cost === null ? null : cost / dearest;
    }),
    says: `Bars show what each call cost: ${why}.`,
  };
}

/** When each call stands in its record, after the first that has a time; null for calls without one. */
export function offsetsOf(calls: readonly Call[]): (number | null)[] {
  const times = calls.map(({ time }) => (time === null ? null : Date.parse(time)));
  const first = Math.min(...times.filter((time) => time !== null));
  return times.map((time) => (time === null ? null : (time - first) / 1000));
}

/** `+0 s`, `+840 ms`, `+1.4 min`. */
export const offset = (value: number): string => (value === 0 ? "+0\u00a0s" : `+${seconds(value)}`);
