import { describe, expect, test } from "vitest";
import { DIGEST_DAYS, digestDays, lastDue, nextDue } from "@/lib/domain/digest";
import { Calendar } from "@/lib/domain/time";
import fc from "@/tests/support/laws";
import { ZONES } from "@/tests/support/zones";

const MONDAY = { day: "monday", time: "08:00" } as const;
const due = (now: string, zone: string, setting: Parameters<typeof lastDue>[2]) => {
  const { atMs, week } = lastDue(Date.parse(now), zone, setting);
  return [new Date(atMs).toISOString(), week];
};

describe("when a digest was due last", () => {
  test.each([
    ["2026-11-23T08:00:00Z", "UTC", MONDAY, ["2026-11-23T08:00:00.000Z", "2026-W48"]],
    ["2026-11-23T07:59:59Z", "UTC", MONDAY, ["2026-11-16T08:00:00.000Z", "2026-W47"]],
    ["2026-11-29T23:59:59Z", "UTC", MONDAY, ["2026-11-23T08:00:00.000Z", "2026-W48"]],
    ["2026-11-23T02:30:00Z", "Asia/Kolkata", MONDAY, ["2026-11-23T02:30:00.000Z", "2026-W48"]],
    // The year of a week is not that of its day.
    [
      "2027-01-02T00:00:00Z",
      "UTC",
      { day: "friday", time: "12:00" },
      ["2027-01-01T12:00:00.000Z", "2026-W53"],
    ],
    // In London, 01:30 does not exist on 29 March, and occurs twice on 25 October.
    [
      "2026-03-30T00:00:00Z",
      "Europe/London",
      { day: "sunday", time: "01:30" },
      ["2026-03-29T01:30:00.000Z", "2026-W13"],
    ],
    [
      "2026-10-26T00:00:00Z",
      "Europe/London",
      { day: "sunday", time: "01:30" },
      ["2026-10-25T00:30:00.000Z", "2026-W43"],
    ],
  ] as const)("at %s in %s", (now, zone, setting, expected) => {
    expect(due(now, zone, setting)).toEqual(expected);
  });

  test("is never to come, and within a week and the hour of a change of summer time; the next is to come", () => {
    const days = DIGEST_DAYS.filter((day) => day !== "never");
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2020, 0, 2), max: Date.UTC(2039, 11, 30) }),
        fc.constantFrom(...ZONES),
        fc.constantFrom(...days),
        fc.integer({ min: 0, max: 1439 }),
        (nowMs, zone, day, minute) => {
          const two = (part: number) => String(part).padStart(2, "0");
          const setting = { day, time: `${two(Math.floor(minute / 60))}:${two(minute % 60)}` };
          const last = lastDue(nowMs, zone, setting);
          const next = nextDue(nowMs, zone, setting);
          expect(last.atMs).toBeLessThanOrEqual(nowMs);
          expect(nowMs - last.atMs).toBeLessThan(7 * 86_400_000 + 3_600_000);
          expect(next.atMs).toBeGreaterThan(nowMs);
          expect(next.week).not.toBe(last.week);
          // Asked again at that moment it is the same one: its key is one key.
          expect(lastDue(last.atMs, zone, setting)).toEqual(last);
          expect(lastDue(next.atMs, zone, setting)).toEqual(next);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test("the days of a digest are the seven whole ones before, however long they were", () => {
  const { fromMs, toMs } = digestDays(Date.parse("2026-10-26T08:00:00Z"), new Calendar("Europe/London"));
  expect([fromMs, toMs].map((at) => new Date(at).toISOString())).toEqual([
    "2026-10-18T23:00:00.000Z",
    "2026-10-26T00:00:00.000Z",
  ]);
});
