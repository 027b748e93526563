import { monthOf } from "./budget";
import type { Bucket, Calendar } from "./time";
import { instantMs } from "./time";

export const RANGES = ["24h", "7d", "30d", "90d", "month", "all", "auto"] as const;

export type RangeName = (typeof RANGES)[number];

/** A period of whole buckets, `toMs` not included. */
export interface Period {
  fromMs: number;
  toMs: number;
  bucket: Bucket;
}

export interface RangeInput {
  from?: string | undefined;
  to?: string | undefined;
  range?: RangeName | undefined;
  bucket?: Bucket | undefined;
}

/**
 * The first and last moment of which anything is stored, and the last of a run, if there is one; null while nothing is
 * stored.
 */
export type Extent = { firstMs: number; lastMs: number; lastRunMs: number | null } | null;

/** Above this many hours a period is counted in days. */
const HOURS_MAX = 72;
const HOUR_MS = 3_600_000;
const DAYS: Partial<Record<RangeName, number>> = { "7d": 7, "30d": 30, "90d": 90 };

export class RangeMistake extends Error {}

/**
 * The period that a question means: given bounds, or a named range that ends now, widened to whole buckets.
 *
 * @throws RangeMistake where a bound is no time or the period is empty.
 */
export const period = (input: RangeInput, calendar: Calendar, nowMs: number, extent: Extent): Period =>
  widened(bounds(input, calendar, nowMs, extent), input.bucket, calendar);

/** Whole buckets around these moments: days beyond 72 hours. @throws RangeMistake where nothing lies between them */
export function widened(
  { fromMs, toMs }: Pick<Period, "fromMs" | "toMs">,
  wanted: Bucket | undefined,
  calendar: Calendar,
): Period {
  if (fromMs >= toMs) throw new RangeMistake("from: must lie before to");
  const long = toMs - fromMs > HOURS_MAX * HOUR_MS;
  const bucket = wanted ?? (long ? "day" : "hour");
  const unit = long ? "day" : bucket;
  return { fromMs: calendar.floorMs(fromMs, unit), toMs: calendar.ceilMs(toMs, unit), bucket };
}

/** The period of the same length right before. Days are calendar days, so a change of summer time shifts nothing. */
export function periodBefore({ fromMs, toMs, bucket }: Period, calendar: Calendar): Period {
  const wholeDays = calendar.floorMs(fromMs, "day") === fromMs && calendar.floorMs(toMs, "day") === toMs;
  const before = wholeDays
    ? calendar.daysBeforeMs(fromMs, calendar.daysBetween(fromMs, toMs))
    : fromMs - (toMs - fromMs);
  return { fromMs: calendar.floorMs(before, wholeDays ? "day" : "hour"), toMs: fromMs, bucket };
}

/** The moments that a question names, `toMs` not included. @throws RangeMistake where a bound is no time */
export function bounds(
  input: RangeInput,
  calendar: Calendar,
  nowMs: number,
  extent: Extent,
): Pick<Period, "fromMs" | "toMs"> {
  if (input.from === undefined && input.to === undefined)
    return named(input.range ?? "30d", calendar, nowMs, extent);
  const toMs = input.to === undefined ? nowMs : bound("to", input.to, calendar);
  const fromMs =
    input.from === undefined ? calendar.daysBeforeMs(toMs, 30) : bound("from", input.from, calendar);
  return { fromMs, toMs };
}

function bound(name: string, text: string, calendar: Calendar): number {
  const atMs = instantMs(text, calendar.zone);
  if (atMs === null)
    throw new RangeMistake(`${name}: "${text.slice(0, 40)}" is not an ISO 8601 time from 2000 to 2100`);
  return atMs;
}

function named(
  range: RangeName,
  calendar: Calendar,
  nowMs: number,
  extent: Extent,
): { fromMs: number; toMs: number } {
  if (range === "24h") return { fromMs: nowMs - 24 * HOUR_MS, toMs: nowMs };
  if (range === "month") return { fromMs: monthOf(nowMs, calendar).fromMs, toMs: nowMs + 1 };
  const days = DAYS[range];
  if (days !== undefined) return { fromMs: calendar.daysBeforeMs(nowMs, days), toMs: nowMs };
  const month = { fromMs: calendar.daysBeforeMs(nowMs, 30), toMs: nowMs };
  if (extent === null) return month;
  // What a health check said just now does not make a month full in which nothing ran.
  const recentMs = extent.lastRunMs ?? extent.lastMs;
  if (range === "auto" && recentMs >= calendar.floorMs(month.fromMs, "day")) return month;
  return { fromMs: extent.firstMs, toMs: Math.max(nowMs, extent.lastMs + 1) };
}
