import type { ReleaseReply } from "@/lib/contract/releases";
import { count, fixed, money, multiplier, percent, seconds } from "@/lib/domain/format";
import { bytes, milliseconds, sampled } from "./format";

/** The figures that rules found, in the units of their metrics. */

type Evidence = ReleaseReply["evidence"][number];

const GUARDED = /^guard /;

/** How a figure of a rule is written; a guard's is how many times that of the other environment. */
export function unitOf({ rule, metric }: Pick<Evidence, "rule" | "metric">): (value: number) => string {
  if (GUARDED.test(rule)) return (value) => `${fixed(value, 2)}×`;
  if (metric.endsWith("_rate")) return (value) => percent(value);
  if (/_ms(\.p\d+)?$/.test(metric)) return milliseconds;
  if (/_s(\.p\d+)?$/.test(metric)) return seconds;
  if (metric.endsWith("_usd")) return money;
  if (metric.endsWith("_bytes")) return bytes;
  if (/multiplier$|_ratio$/.test(metric)) return multiplier;
  return (value) => (Number.isInteger(value) ? count(value) : fixed(value, 2));
}

/** `31 of 35`, else `n = 7`: what a finding stands on. Of gates it is how many passed, as of the figure above it. */
export function basisWords({ metric, finding: { n, k } }: Evidence): string {
  if (k === null || n === 0) return sampled(n);
  return `${count(metric === "gate_pass_rate" ? n - k : k)} of ${count(n)}`;
}

/** `(74 % … 96 %)`; empty where there is none. */
export function intervalWords(one: Evidence): string {
  const { interval } = one.finding;
  if (interval === null) return "";
  const unit = unitOf(one);
  return `(${unit(interval.low)} … ${unit(interval.high)})`;
}
