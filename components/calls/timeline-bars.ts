import type { Call } from "@/lib/contract/executions";
import { seconds } from "@/lib/domain/format";

/** What a timeline's bars show: what a call took, or, where not every call says that, what it cost. */
export interface Bars {
  /** Null where bars could show nothing. */
  of: "time" | "cost" | null;
  /** One for each call, from 0 to 1; null where it is not known. */
  shares: readonly (number | null)[];
  /** What the bars show and why, as a sentence. */
  says: string;
}

export function barsOf(calls: readonly Call[]): Bars {
  const silent = calls.filter(({ seconds }) => seconds === null).length;
  const none = { of: null, shares: calls.map(() => null) };
  if (calls.length === 1) return { ...none, says: silent === 0 ? "" : "How long it took is not recorded." };
  const times = sharesOf(calls.map(({ seconds }) => seconds));
  if (silent === 0 && times !== null)
    return { of: "time", shares: times, says: "Bars show how long each call took." };
  const why =
    silent === calls.length
      ? "no call says how long it took"
      : `${silent} of ${calls.length} calls do not say how long they took`;
  const costs = sharesOf(calls.map((call) => (call.cost_origin === "unpriced" ? null : call.cost_usd)));
  if (costs === null)
    return { ...none, says: `There is nothing that bars could show: ${why}, and none has a cost.` };
  const reason = silent === 0 ? "none took any time" : why;
  return { of: "cost", shares: costs, says: `Bars show what each call cost: ${reason}.` };
}

/** Each value as a share of the largest; null where that is nothing. */
function sharesOf(values: readonly (number | null)[]): (number | null)[] | null {
  const largest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return largest === 0 ? null : values.map((value) => (value === null ? null : value / largest));
}

/** How many seconds after the first call that has a time each was recorded; null for calls without one. */
export function offsetsOf(calls: readonly Pick<Call, "time">[]): (number | null)[] {
  const times = calls.map(({ time }) => (time === null ? null : Date.parse(time)));
  const first = times.reduce<number>(
    (least, time) => Math.min(least, time ?? least),
    Number.POSITIVE_INFINITY,
  );
  return times.map((time) => (time === null ? null : (time - first) / 1000));
}

/** `+0 s`, `+840 ms`, `+1.4 min`. */
export const offset = (value: number): string => (value === 0 ? "+0\u00a0s" : `+${seconds(value)}`);
