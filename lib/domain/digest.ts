import type { Calendar, Zone } from "./time";

/** When the weekly digest is told; `never` for who wants none. */
export const DIGEST_DAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
  "never",
] as const;
export type DigestDay = (typeof DIGEST_DAYS)[number];

/** A digest is told so late at most. */
export const DIGEST_LATE_MS = 86_400_000;

export interface DigestDue {
  atMs: number;
  /** The ISO week in which it is due: `2026-W48`. */
  week: string;
}

/**
 * When a digest was due last, by the clock of the zone. A time that the clocks leap over is due right after the leap, one
 * that occurs twice the first time.
 */
export function lastDue(
  nowMs: number,
  zone: Zone,
  { day, time }: { day: Exclude<DigestDay, "never">; time: string },
): DigestDue {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone).toPlainDate();
  const weekday = DIGEST_DAYS.indexOf(day) + 1;
  const date = today.subtract({ days: (today.dayOfWeek - weekday + 7) % 7 });
  const due = dueOn(date, zone, time);
  return due.atMs <= nowMs ? due : dueOn(date.subtract({ days: 7 }), zone, time);
}

/** When the next one is due. */
export function nextDue(
  nowMs: number,
  zone: Zone,
  setting: { day: Exclude<DigestDay, "never">; time: string },
): DigestDue {
  const { atMs } = lastDue(nowMs, zone, setting);
  const date = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();
  return dueOn(date.add({ days: 7 }), zone, setting.time);
}

function dueOn(date: Temporal.PlainDate, zone: Zone, time: string): DigestDue {
  const at = date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) });
  return { atMs: at.epochMilliseconds, week: isoWeek(date) };
}

const isoWeek = ({ yearOfWeek, weekOfYear }: Temporal.PlainDate): string =>
  `${yearOfWeek}-W${String(weekOfYear).padStart(2, "0")}`;

/** Names what is told of a week: it is told once, whatever happens to the clock. */
export const digestKey = (week: string): string => `digest:${week}`;

/** The last seven whole days before a moment; `toMs` is not included. */
export function digestDays(nowMs: number, calendar: Calendar): { fromMs: number; toMs: number } {
  const toMs = calendar.floorMs(nowMs, "day");
  return { fromMs: calendar.floorMs(calendar.daysBeforeMs(toMs, 7), "day"), toMs };
}
