import { describe, expect, test } from "vitest";
import { period, periodBefore, RANGES, type RangeInput, RangeMistake } from "@/lib/domain/range";
import { Calendar } from "@/lib/domain/time";
import fc from "@/tests/support/laws";
import { ZONES } from "@/tests/support/zones";

const NOW = Date.parse("2026-11-23T09:30:00Z");
const JANUARY = {
  firstMs: Date.parse("2026-01-08T00:00:00Z"),
  lastMs: Date.parse("2026-01-12T00:00:00Z"),
  lastRunMs: null,
};
const utc = new Calendar("UTC");

const shown = (input: RangeInput, extent: Parameters<typeof period>[3] = null, calendar = utc) => {
  const { fromMs, toMs, bucket } = period(input, calendar, NOW, extent);
  return [new Date(fromMs).toISOString().slice(0, 16), new Date(toMs).toISOString().slice(0, 16), bucket];
};

describe("period", () => {
  test.each([
    [{}, ["2026-10-24T00:00", "2026-11-24T00:00", "day"]],
    [{ range: "24h" }, ["2026-11-22T09:00", "2026-11-23T10:00", "hour"]],
    [{ range: "24h", bucket: "day" }, ["2026-11-22T00:00", "2026-11-24T00:00", "day"]],
    [{ range: "7d", bucket: "hour" }, ["2026-11-16T00:00", "2026-11-24T00:00", "hour"]],
    [{ range: "month" }, ["2026-11-01T00:00", "2026-11-24T00:00", "day"]],
    [{ from: "2026-01-08", to: "2026-01-13" }, ["2026-01-08T00:00", "2026-01-13T00:00", "day"]],
    [
      { from: "2026-01-08T10:10:00Z", to: "2026-01-08T11:10:00Z" },
      ["2026-01-08T10:00", "2026-01-08T12:00", "hour"],
    ],
    [{ from: "2026-11-20" }, ["2026-11-20T00:00", "2026-11-24T00:00", "day"]],
  ] as const)("%j covers whole buckets: %j", (input, expected) => {
    expect(shown(input)).toEqual(expected);
  });

  test("month is the zone's, and not empty on its first moment", () => {
    const first = Date.parse("2026-11-30T18:30:00Z");
    const { fromMs, toMs } = period({ range: "month" }, new Calendar("Asia/Kolkata"), first, null);
    expect([fromMs, toMs]).toEqual([first, first + 3_600_000]);
  });

  test("all reaches from the first record to now", () => {
    expect(shown({ range: "all" }, JANUARY)).toEqual(["2026-01-08T00:00", "2026-11-24T00:00", "day"]);
  });

  test("auto is 30 days, but all where those are empty and older records exist", () => {
    expect(shown({ range: "auto" })[0]).toBe("2026-10-24T00:00");
    expect(shown({ range: "auto" }, JANUARY)[0]).toBe("2026-01-08T00:00");
    expect(shown({ range: "auto" }, { ...JANUARY, lastMs: NOW })[0]).toBe("2026-10-24T00:00");
    expect(shown({ range: "auto" }, { ...JANUARY, lastMs: NOW, lastRunMs: NOW })[0]).toBe("2026-10-24T00:00");
  });

  test("auto is not kept to 30 days by health checks, where no run lies within them", () => {
    const lastRunMs = JANUARY.lastMs;
    expect(shown({ range: "auto" }, { ...JANUARY, lastMs: NOW, lastRunMs })[0]).toBe("2026-01-08T00:00");
  });

  test.each([
    { from: "soon" },
    { to: "" },
    { from: "2026-02-01", to: "2026-01-01" },
    { from: "2026-01-01", to: "2026-01-01" },
  ])("%j is a mistake, said in words", (input) =>
    expect(() => period(input, utc, NOW, null)).toThrow(RangeMistake),
  );

  test("is whole buckets in every zone, and the period before it ends where it starts", () => {
    const anyMoment = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.constantFrom(...RANGES), anyMoment, (zone, range, nowMs) => {
        const calendar = new Calendar(zone);
        const found = period({ range }, calendar, nowMs, JANUARY);
        expect(calendar.floorMs(found.fromMs, found.bucket)).toBe(found.fromMs);
        expect(calendar.floorMs(found.toMs, found.bucket)).toBe(found.toMs);
        expect(found.toMs).toBeGreaterThanOrEqual(nowMs);
        const before = periodBefore(found, calendar);
        expect(before.toMs).toBe(found.fromMs);
        expect(calendar.floorMs(before.fromMs, before.bucket)).toBe(before.fromMs);
        if (found.bucket === "day") {
          expect(calendar.daysBetween(before.fromMs, before.toMs)).toBe(
            calendar.daysBetween(found.fromMs, found.toMs),
          );
        }
      }),
      { numRuns: 1500 },
    );
  });
});
