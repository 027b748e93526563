import { describe, expect, test } from "vitest";
import { Calendar, instantMicros, instantMs, isZone } from "@/lib/domain/time";
import fc from "@/tests/support/laws";
import { ZONES } from "@/tests/support/zones";

const HOUR_MS = 3_600_000;
const utc = (text: string) => Date.parse(text);
const anyZone = fc.constantFrom(...ZONES);
const anyMoment = fc.integer({ min: utc("2025-01-01T00:00:00Z"), max: utc("2027-12-31T00:00:00Z") });
const anyBucket = fc.constantFrom("hour" as const, "day" as const);

describe("instantMs", () => {
  test.each([
    ["2026-01-08T22:32:15.550791", "UTC", "2026-01-08T22:32:15.550Z"],
    ["2026-01-08T22:32:15.550791", "Asia/Kolkata", "2026-01-08T17:02:15.550Z"],
    ["2026-07-01T12:00:00", "Europe/London", "2026-07-01T11:00:00.000Z"],
    ["2026-04-26T01:23:06.404680+00:00", "Asia/Kolkata", "2026-04-26T01:23:06.404Z"],
    ["2026-03-02T14:15:00Z", "America/New_York", "2026-03-02T14:15:00.000Z"],
    ["2026-03-02", "America/New_York", "2026-03-02T05:00:00.000Z"],
    ["2026-03-02 14:15:00", "UTC", "2026-03-02T14:15:00.000Z"],
  ])("%s in %s is %s", (text, zone, expected) => {
    expect(new Date(instantMs(text, zone) ?? Number.NaN).toISOString()).toBe(expected);
  });

  test("of a wall time that occurs twice the first is meant", () => {
    expect(instantMs("2026-10-25T01:30:00", "Europe/London")).toBe(utc("2026-10-25T00:30:00Z"));
  });

  test("a wall time that does not exist is moved forward", () => {
    expect(instantMs("2026-03-29T01:30:00", "Europe/London")).toBe(utc("2026-03-29T01:30:00Z"));
  });

  test.each([
    "",
    "yesterday",
    "2026-13-01",
    "2026-01-08T25:00:00",
    "9999-01-01T00:00:00Z",
    "1969-12-31T00:00:00Z",
    "NaN",
    "2026-02-30",
  ])("%j is no time", (text) => expect(instantMs(text, "UTC")).toBeNull());

  test("keeps the microseconds that tell two snapshots apart", () => {
    const [a, b] = ["2026-01-12T20:28:32.746067", "2026-01-12T20:28:32.746068"].map((text) =>
      instantMicros(text, "UTC"),
    );
    expect((b ?? 0) - (a ?? 0)).toBe(1);
  });

  test("never throws", () => {
    fc.assert(
      fc.property(fc.string(), anyZone, (text, zone) => instantMs(text, zone) === null || true),
      { numRuns: 5000 },
    );
  });
});

describe("buckets", () => {
  test("a day of summer time's start has 23 hours, one of its end 25", () => {
    const london = new Calendar("Europe/London");
    const hoursOf = (noon: string) =>
      (london.nextMs(utc(noon), "day") - london.floorMs(utc(noon), "day")) / HOUR_MS;
    expect([
      hoursOf("2026-03-29T12:00:00Z"),
      hoursOf("2026-10-25T12:00:00Z"),
      hoursOf("2026-06-01T12:00:00Z"),
    ]).toEqual([23, 25, 24]);
  });

  test("the hour that occurs twice is two buckets", () => {
    const london = new Calendar("Europe/London");
    const first = london.floorMs(utc("2026-10-25T00:30:00Z"), "hour");
    expect(london.floorMs(utc("2026-10-25T01:30:00Z"), "hour") - first).toBe(HOUR_MS);
  });

  test("hours of a half-hour zone start at half past", () => {
    expect(new Calendar("Asia/Kolkata").floorMs(utc("2026-01-01T10:29:00Z"), "hour")).toBe(
      utc("2026-01-01T09:30:00Z"),
    );
  });

  test("every moment lies in its bucket, and buckets follow each other without gap or overlap", () => {
    fc.assert(
      fc.property(anyZone, anyMoment, anyBucket, (zone, atMs, bucket) => {
        const calendar = new Calendar(zone);
        const start = calendar.floorMs(atMs, bucket);
        const next = calendar.nextMs(atMs, bucket);
        expect(start).toBeLessThanOrEqual(atMs);
        expect(next).toBeGreaterThan(atMs);
        expect(calendar.floorMs(start, bucket)).toBe(start);
        expect(calendar.floorMs(next, bucket)).toBe(next);
        expect(calendar.floorMs(next - 1, bucket)).toBe(start);
      }),
      { numRuns: 3000 },
    );
  });

  test("every hour lies in one day", () => {
    fc.assert(
      fc.property(anyZone, anyMoment, (zone, atMs) => {
        const calendar = new Calendar(zone);
        const hour = calendar.floorMs(atMs, "hour");
        expect(calendar.floorMs(hour, "day")).toBe(calendar.floorMs(atMs, "day"));
      }),
      { numRuns: 3000 },
    );
  });

  test("remembered buckets are the same as fresh ones", () => {
    const kept = new Calendar("Australia/Lord_Howe");
    fc.assert(
      fc.property(
        anyMoment,
        anyBucket,
        (atMs, bucket) =>
          kept.floorMs(atMs, bucket) === new Calendar("Australia/Lord_Howe").floorMs(atMs, bucket),
      ),
    );
  });
});

test("knows which zones there are", () => {
  expect([isZone("Europe/London"), isZone("Mars/Base"), isZone("")]).toEqual([true, false, false]);
});
