import type { Calendar } from "./time";

/** Parts of a month's budget at which somebody is told. */
export const BUDGET_SHARES = [0.5, 0.8, 1] as const;

/** A calendar month of the reporting zone, `toMs` not included. */
export interface Month {
  /** `2026-11` */
  name: string;
  fromMs: number;
  toMs: number;
}

/** The calendar month that holds a moment. */
export function monthOf(atMs: number, { zone }: Pick<Calendar, "zone">): Month {
  const day = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();
  const first = day.with({ day: 1 });
  const startMs = (date: Temporal.PlainDate) => date.toZonedDateTime(zone).startOfDay().epochMilliseconds;
  return {
    name: first.toString().slice(0, 7),
    fromMs: startMs(first),
    toMs: startMs(first.add({ months: 1 })),
  };
}

/** How many days of a month are still to come: whole ones, and what is left of today, as a part of today. */
export function daysLeft(nowMs: number, month: Month, calendar: Calendar): number {
  const [fromMs, toMs] = [calendar.floorMs(nowMs, "day"), calendar.nextMs(nowMs, "day")];
  const whole = toMs < month.toMs ? calendar.daysBetween(toMs, month.toMs) : 0;
  return whole + (toMs - nowMs) / (toMs - fromMs);
}

/** A forecast looks at so many whole days at most, and says nothing of fewer. */
export const FORECAST_DAYS = { most: 7, least: 3 } as const;

/**
 * The whole days before today that a forecast stands on, newest first: those of the last week since the first day on
 * which anything was spent. A day on which nothing was spent counts as such.
 */
export function forecastDays(nowMs: number, firstMs: number | null, calendar: Calendar): number[] {
  const todayMs = calendar.floorMs(nowMs, "day");
  const days = Array.from({ length: FORECAST_DAYS.most }, (_, before) =>
    calendar.floorMs(calendar.daysBeforeMs(todayMs, before + 1), "day"),
  );
  return days.filter((startMs) => firstMs !== null && startMs >= firstMs);
}

/**
 * What the month will have cost at its end: what is spent, and for each day that is left the mean of the days before
 * today. Null where these are too few. All in billionths of a dollar.
 *
 * @source docs/maths.md#budget
 */
export function forecastNano(spentNano: number, days: readonly number[], left: number): number | null {
  if (days.length < FORECAST_DAYS.least) return null;
  const dailyNano = days.reduce((sum, nano) => sum + nano, 0) / days.length;
  return Math.round(spentNano + dailyNano * left);
}

/** What was spent in one bucket. */
export interface Spent {
  startMs: number;
  nano: number;
}

/** What was spent up to the end of each bucket. */
export function cumulated(buckets: readonly Spent[]): number[] {
  let sum = 0;
  return buckets.map(({ nano }) => {
    sum += nano;
    return sum;
  });
}

/** The first bucket by whose end that much was spent; null while it is not. */
export function reachedMs(hours: readonly Spent[], nano: number): number | null {
  const at = cumulated(hours).findIndex((sum) => sum >= nano);
  return hours[at]?.startMs ?? null;
}
