import type { FirstDayReply } from "@/lib/contract/first-day";
import { clock, moment } from "@/lib/domain/dates";
import { FIRST_DAY_MS, type FirstDayMetric, firstDayTarget, keepsTarget } from "@/lib/domain/first-day";
import { count, fixed, money, multiplier, percent, seconds } from "@/lib/domain/format";
import type { Slot } from "./buckets";
import { bytes, milliseconds, moneyTick, multiplierTick } from "./format";
import type { Said } from "./traffic-words";

interface Metric {
  name: string;
  /** What one sample is. */
  sample: string;
  value: (figure: number | null) => string;
  /** For an axis. */
  tick: (figure: number) => string;
}

const shares = { value: percent, tick: (share: number) => percent(share, 0) };

/** Nothing is nothing in whatever unit. */
const tickOf =
  (words: (value: number) => string) =>
  (value: number): string =>
    value === 0 ? "0" : words(value);

export const FIRST_DAY: Record<FirstDayMetric, Metric> = {
  articles: { name: "Articles", sample: "articles", value: (n) => perDay(n), tick: count },
  cost_per_article_usd: { name: "Cost per article", sample: "articles", value: money, tick: moneyTick },
  roi_multiplier: { name: "ROI multiplier", sample: "articles", value: multiplier, tick: multiplierTick },
  gate_pass_rate: { name: "Gate pass rate", sample: "gates", ...shares },
  error_rate: { name: "Error rate", sample: "jobs", ...shares },
  rag_latency_p95_ms: {
    name: "RAG, p95",
    sample: "answers",
    value: milliseconds,
    tick: tickOf(milliseconds),
  },
  article_time_s: { name: "Article time, median", sample: "articles", value: seconds, tick: tickOf(seconds) },
  memory_bytes: { name: "Memory, peak", sample: "samples", value: bytes, tick: tickOf(bytes) },
};

/** Whole articles of a day that was; the mean of several may have a part of one. */
const perDay = (articles: number | null): string =>
  articles === null || Number.isInteger(articles) ? count(articles) : fixed(articles, 1);

/** `at least 87 %`; null where it is held to nothing. */
export function targetWords(metric: FirstDayMetric): string | null {
  const target = firstDayTarget(metric);
  if (target === null) return null;
  return `${metric === "gate_pass_rate" ? "at least" : "at most"} ${FIRST_DAY[metric].tick(target)}`;
}

/** How the release stands to what a figure is held to; null where it is held to nothing, or nothing is known. */
export function standsWords({ metric, candidate }: FirstDayReply["figures"][number]): Said | null {
  const kept = keepsTarget(metric, candidate.value);
  if (kept === null) return null;
  return kept
    ? { sign: "✓", words: "on target", tone: "calm" }
    : { sign: "▲", words: "off target", tone: "warn" };
}

/** How much of the 24 hours has passed, from 0 to 1. */
export const passedShare = (from: string, nowMs: number): number =>
  Math.min(1, Math.max(0, (nowMs - Date.parse(from)) / FIRST_DAY_MS));

/** The hours as places on a time axis. */
export const hourSlots = ({ hours, timezone }: FirstDayReply): Slot[] =>
  hours.map(({ time }) => ({ key: time, label: clock(time, timezone), title: moment(time, timezone) }));
