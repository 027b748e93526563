import { describe, expect, test } from "vitest";
import { type Covered, gathered, slotsOf, unitOf } from "@/lib/client/buckets";

const covered = (from: string, to: string, bucket: "hour" | "day" = "day", timezone = "UTC"): Covered => ({
  from: `${from}T00:00:00Z`,
  to: `${to}T00:00:00Z`,
  timezone,
  bucket,
});

describe("a chart counts in", () => {
  test.each([
    ["2026-11-22", "2026-11-23", "hour", "hour"],
    ["2026-10-24", "2026-11-24", "day", "day"],
    ["2026-08-25", "2026-11-24", "day", "week"],
    ["2024-01-01", "2026-11-24", "day", "month"],
  ] as const)("from %s to %s: %s buckets as %ss", (from, to, bucket, unit) => {
    expect(unitOf(covered(from, to, bucket))).toBe(unit);
  });
});

test("every slot is there, with or without records", () => {
  const labels = slotsOf(covered("2026-02-27", "2026-03-02")).map(({ label }) => label);
  expect(labels).toEqual(["27 Feb", "28 Feb", "1 Mar"]);
});

test("hours name the day where it begins", () => {
  const labels = slotsOf(covered("2026-11-22", "2026-11-23", "hour")).map(({ label }) => label);
  expect([labels.length, labels[0], labels[13]]).toEqual([24, "22 Nov", "13:00"]);
});

test("a day of 25 hours is one day", () => {
  const autumn = {
    ...covered("2026-10-24", "2026-10-24", "day", "Europe/London"),
    from: "2026-10-23T23:00:00Z",
    to: "2026-10-27T00:00:00Z",
  };
  expect(slotsOf(autumn).map(({ key }) => key)).toEqual(["2026-10-24", "2026-10-25", "2026-10-26"]);
});

test("days are put into their weeks, none is lost", () => {
  const days = Array.from({ length: 91 }, (_, day) => ({
    time: new Date(Date.UTC(2026, 7, 25 + day)).toISOString(),
  }));
  const weeks = gathered(covered("2026-08-25", "2026-11-24"), days);
  expect(weeks.map(({ rows }) => rows.length)).toEqual([6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 1]);
  expect(weeks[1]?.slot.title).toBe("Week of Mon 31 Aug 2026");
});
