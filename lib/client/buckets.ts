import { addDays, clock, dayKey, dayLong, dayShort, moment, monthLong } from "@/lib/domain/dates";
import { mondayOf } from "./dates";

/** The period that a reply covers, and the buckets it is counted in. */
export interface Covered {
  from: string;
  /** Not included. */
  to: string;
  timezone: string;
  bucket: "hour" | "day";
}

export type Unit = "hour" | "day" | "week" | "month";

/** One place on a time axis. */
export interface Slot {
  /** Names the slot within its axis: the start of an hour, else the first day. */
  key: string;
  /** For the axis: `24 Oct`. */
  label: string;
  /** For tooltip and table: `Week of 19 Oct 2026`. */
  title: string;
}

const HOUR_MS = 3_600_000;
const DAYS_MAX = 60;
const WEEK_DAYS_MAX = 366;

/** What a chart counts in, so that it has about fifty buckets: days up to 60, weeks up to a year, then months. */
export function unitOf({ from, to, bucket }: Covered): Unit {
  if (bucket === "hour") return "hour";
  const days = Math.round((Date.parse(to) - Date.parse(from)) / (24 * HOUR_MS));
  return days <= DAYS_MAX ? "day" : days <= WEEK_DAYS_MAX ? "week" : "month";
}

/** The slot that a bucket of the reply falls into. */
export function slotKey(time: string, unit: Unit, timezone: string): string {
  if (unit === "hour") return time;
  const day = dayKey(time, timezone);
  return unit === "day" ? day : unit === "week" ? mondayOf(day) : `${day.slice(0, 7)}-01`;
}

/** Every slot of the period, those without records too: a gap is shown as a gap. */
export function slotsOf(covered: Covered, unit = unitOf(covered)): Slot[] {
  return keysOf(covered, unit).map((key) => ({ key, ...namesOf(key, unit, covered.timezone) }));
}

function keysOf(covered: Covered, unit: Unit): string[] {
  const { from, to, timezone } = covered;
  const keys = new Set<string>();
  if (unit === "hour") {
    for (let at = Date.parse(from); at < Date.parse(to); at += HOUR_MS) keys.add(new Date(at).toISOString());
    return [...keys];
  }
  const last = dayKey(Date.parse(to) - 1, timezone);
  for (let day = dayKey(from, timezone); day <= last; day = addDays(day, 1))
    keys.add(unit === "day" ? day : unit === "week" ? mondayOf(day) : `${day.slice(0, 7)}-01`);
  return [...keys];
}

function namesOf(key: string, unit: Unit, timezone: string): Omit<Slot, "key"> {
  switch (unit) {
    case "hour": {
      const time = clock(key, timezone);
      return {
        label: time === "00:00" ? dayShort(dayKey(key, timezone)) : time,
        title: moment(key, timezone),
      };
    }
    case "day":
      return { label: dayShort(key), title: dayLong(key) };
    case "week":
      return { label: dayShort(key), title: `Week of ${dayLong(key)}` };
    case "month":
      return { label: monthLong(key), title: monthLong(key) };
  }
}

/** Records gathered by slot, in the order of the axis; in a larger unit where the usual one has too few of them. */
export function gathered<Row extends { time: string }>(
  covered: Covered,
  rows: readonly Row[],
  unit = unitOf(covered),
): { slot: Slot; rows: Row[] }[] {
  const bySlot = new Map<string, Row[]>();
  for (const row of rows) {
    const key = slotKey(row.time, unit, covered.timezone);
    bySlot.set(key, [...(bySlot.get(key) ?? []), row]);
  }
  return slotsOf(covered, unit).map((slot) => ({ slot, rows: bySlot.get(slot.key) ?? [] }));
}
