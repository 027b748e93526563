import { expect, test } from "vitest";
import { age, lasting, mondayOf } from "@/lib/client/dates";
import { addDays, dayKey, dayLong, moment, momentExact, period } from "@/lib/domain/dates";

const LONDON = "Europe/London";

test("a day is the reporting zone's, also where summer time begins", () => {
  expect(dayKey("2026-03-28T23:59:59Z", LONDON)).toBe("2026-03-28");
  expect(dayKey("2026-03-29T23:30:00Z", LONDON)).toBe("2026-03-30");
});

test("days are counted over month and year", () => {
  expect([addDays("2026-02-28", 1), addDays("2026-01-01", -1)]).toEqual(["2026-03-01", "2025-12-31"]);
});

test("a week begins on Monday", () => {
  expect(["2026-11-22", "2026-11-23"].map(mondayOf)).toEqual(["2026-11-16", "2026-11-23"]);
});

test("moments are told in the zone, to the second on hover", () => {
  expect(moment("2026-07-01T13:02:05Z", LONDON)).toBe("1 Jul 2026, 14:02");
  expect(momentExact("2026-07-01T13:02:05Z", LONDON)).toBe("Wed 1 Jul 2026, 14:02:05 Europe/London");
  expect(dayLong("2026-11-23")).toBe("Mon 23 Nov 2026");
});

test.each([
  ["2026-10-24T00:00:00Z", "2026-11-24T00:00:00Z", "24 Oct – 23 Nov 2026"],
  ["2025-12-24T00:00:00Z", "2026-01-24T00:00:00Z", "24 Dec 2025 – 23 Jan 2026"],
  ["2026-11-22T10:00:00Z", "2026-11-23T10:00:00Z", "22 Nov 10:00 – 23 Nov 2026, 10:00"],
  ["2026-11-23T00:00:00Z", "2026-11-23T11:00:00Z", "23 Nov 2026, 00:00 – 11:00"],
  ["2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z", "22 Nov 2026"],
])("from %s to %s is %s", (from, to, words) => {
  expect(period(from, to, "UTC")).toBe(words);
});

test.each([
  [400, "0.4 s"],
  [12_900, "12 s"],
  [180_000, "3 min"],
  [7_200_000, "2 h"],
  [432_000_000, "5 d"],
])("%d ms ago is %s", (ms, words) => {
  expect(age(ms)).toBe(words);
});

test.each([
  [-5000, "0 s"],
  [12_900, "12 s"],
  [61_000, "1 min"],
  [3_599_000, "59 min"],
  [3_600_000, "1 h"],
  [11_520_000, "3 h 12 min"],
  [446_400_000, "5 d 4 h"],
  [86_400_000, "1 d"],
])("%d ms have lasted %s", (ms, words) => {
  expect(lasting(ms)).toBe(words);
});
