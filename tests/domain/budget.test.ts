import { describe, expect, test } from "vitest";
import {
  cumulated,
  daysLeft,
  forecastDays,
  forecastNano,
  monthOf,
  reachedMs,
  type Spent,
} from "@/lib/domain/budget";
import { Calendar } from "@/lib/domain/time";
import fc from "@/tests/support/laws";
import { ZONES } from "@/tests/support/zones";

const iso = (ms: number) => new Date(ms).toISOString();
const anyMoment = fc.integer({ min: Date.UTC(2020, 0, 2), max: Date.UTC(2039, 11, 30) });
const anyZone = fc.constantFrom(...ZONES).map((zone) => new Calendar(zone));
const anyNano = fc.integer({ min: 0, max: 10 ** 12 });

describe("a month", () => {
  test.each([
    ["UTC", "2026-11-23T12:00:00Z", "2026-11", "2026-11-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z"],
    [
      "Asia/Kolkata",
      "2026-11-30T18:30:00Z",
      "2026-12",
      "2026-11-30T18:30:00.000Z",
      "2026-12-31T18:30:00.000Z",
    ],
    [
      "Asia/Kolkata",
      "2026-11-30T18:29:59Z",
      "2026-11",
      "2026-10-31T18:30:00.000Z",
      "2026-11-30T18:30:00.000Z",
    ],
    [
      "Europe/London",
      "2026-10-25T00:30:00Z",
      "2026-10",
      "2026-09-30T23:00:00.000Z",
      "2026-11-01T00:00:00.000Z",
    ],
  ])("of %s at %s is %s", (zone, at, name, from, to) => {
    const month = monthOf(Date.parse(at), new Calendar(zone));
    expect([month.name, iso(month.fromMs), iso(month.toMs)]).toEqual([name, from, to]);
  });

  test("holds the moment, begins and ends with a day, and the next begins where it ends", () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (atMs, calendar) => {
        const month = monthOf(atMs, calendar);
        expect(month.fromMs <= atMs && atMs < month.toMs).toBe(true);
        expect(calendar.floorMs(month.fromMs, "day")).toBe(month.fromMs);
        expect(monthOf(month.fromMs, calendar)).toEqual(month);
        expect(monthOf(month.toMs, calendar).fromMs).toBe(month.toMs);
        expect(monthOf(month.toMs - 1, calendar)).toEqual(month);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the days that are left", () => {
  test.each([
    ["UTC", "2026-11-01T00:00:00Z", 30],
    ["UTC", "2026-11-23T12:00:00Z", 7.5],
    ["UTC", "2026-11-30T18:00:00Z", 0.25],
    // The night in which the clocks go back has 25 hours: noon is 13 hours into it.
    ["Europe/London", "2026-10-25T12:00:00Z", 6 + 12 / 25],
    // And the one in which they go forward has 23.
    ["Europe/London", "2026-03-29T11:00:00Z", 2 + 12 / 23],
  ])("in %s at %s are %d", (zone, at, left) => {
    const calendar = new Calendar(zone);
    const nowMs = Date.parse(at);
    expect(daysLeft(nowMs, monthOf(nowMs, calendar), calendar)).toBeCloseTo(left, 9);
  });

  test("only become fewer, from the month's days to none", () => {
    fc.assert(
      fc.property(anyMoment, anyZone, fc.integer({ min: 1, max: 86_400_000 }), (atMs, calendar, laterMs) => {
        const month = monthOf(atMs, calendar);
        const left = daysLeft(atMs, month, calendar);
        expect(left).toBeGreaterThan(0);
        expect(left).toBeLessThanOrEqual(31);
        if (atMs + laterMs < month.toMs) expect(daysLeft(atMs + laterMs, month, calendar)).toBeLessThan(left);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a forecast", () => {
  const calendar = new Calendar("Europe/London");
  const nowMs = Date.parse("2026-03-31T10:00:00Z");

  test("looks at the seven whole days before today, a day of 23 hours among them", () => {
    const days = forecastDays(nowMs, 0, calendar).map((startMs) => iso(startMs).slice(0, 13));
    expect(days).toEqual([
      ...["2026-03-29T23", "2026-03-29T00", "2026-03-28T00", "2026-03-27T00"],
      ...["2026-03-26T00", "2026-03-25T00", "2026-03-24T00"],
    ]);
  });

  test("looks at no day before the first on which anything was spent", () => {
    expect(forecastDays(nowMs, Date.parse("2026-03-27T00:00:00Z"), calendar)).toHaveLength(4);
    expect(forecastDays(nowMs, null, calendar)).toEqual([]);
  });

  test("says nothing of fewer than three days", () => {
    expect(forecastNano(500, [100, 100], 10)).toBeNull();
    expect(forecastNano(500, [100, 100, 100], 10)).toBe(1500);
  });

  test("is what is spent where nothing is left, and never below it", () => {
    fc.assert(
      fc.property(
        anyNano,
        fc.array(anyNano, { minLength: 3, maxLength: 7 }),
        fc.double({ min: 0, max: 31, noNaN: true }),
        (spent, days, left) => {
          expect(forecastNano(spent, days, 0)).toBe(spent);
          expect(forecastNano(spent, days, left)).toBeGreaterThanOrEqual(spent);
          const even = forecastNano(spent, days.fill(700), left);
          expect(even).toBe(Math.round(spent + 700 * left));
        },
      ),
    );
  });
});

describe("reaching an amount", () => {
  const anyHours = fc
    .array(anyNano, { maxLength: 50 })
    .map((all): Spent[] => all.map((nano, at) => ({ startMs: at * 3_600_000, nano })));

  test("is in the first hour by whose end it is spent", () => {
    const hours = [3, 0, 4, 9].map((nano, startMs) => ({ startMs, nano }));
    expect([3, 4, 7, 8, 16, 17].map((nano) => reachedMs(hours, nano))).toEqual([0, 2, 2, 3, 3, null]);
  });

  test("is never later for less, and never before it is spent", () => {
    fc.assert(
      fc.property(anyHours, anyNano, anyNano, (hours, one, two) => {
        const [less, more] = [Math.min(one, two) + 1, Math.max(one, two) + 1];
        const total = cumulated(hours).at(-1) ?? 0;
        expect(reachedMs(hours, more) !== null).toBe(total >= more);
        const [first, second] = [reachedMs(hours, less), reachedMs(hours, more)];
        if (second !== null) expect(first).toBeLessThanOrEqual(second);
      }),
    );
  });
});
