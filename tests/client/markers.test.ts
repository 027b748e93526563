import { expect, test } from "vitest";
import { slotsOf } from "@/lib/client/buckets";
import { askedOf, markersOf } from "@/lib/client/markers";
import { trafficChange } from "@/tests/support/traffic-replies";

const days = slotsOf({
  from: "2026-11-20T00:00:00Z",
  to: "2026-11-24T00:00:00Z",
  timezone: "UTC",
  bucket: "day",
});
const hours = slotsOf({
  from: "2026-11-23T12:00:00Z",
  to: "2026-11-23T15:00:00Z",
  timezone: "UTC",
  bucket: "hour",
});

test("a switch lies in its slot, as far in as its moment", () => {
  const change = trafficChange({ time: "2026-11-23T13:30:00.000Z" });
  expect(markersOf(hours, [change], "UTC").shown).toMatchObject([
    { slot: 1, part: 0.5, label: "50\u00a0% green" },
  ]);
  const noon = trafficChange({ time: "2026-11-21T12:00:00.000Z" });
  expect(markersOf(days, [noon], "UTC").shown).toMatchObject([{ slot: 1, part: 0.5 }]);
});

test("a day is a day of the reporting zone", () => {
  const late = trafficChange({ time: "2026-11-21T23:00:00.000Z" });
  expect(markersOf(days, [late], "Asia/Tokyo").shown).toMatchObject([{ slot: 2, part: 8 / 24 }]);
});

test("weeks and months hold the days they are made of", () => {
  const covered = {
    from: "2026-09-01T00:00:00Z",
    to: "2026-11-24T00:00:00Z",
    timezone: "UTC",
    bucket: "day",
  } as const;
  const weeks = slotsOf(covered);
  const change = trafficChange({ time: "2026-11-19T00:00:00.000Z" });
  const [marker] = markersOf(weeks, [change], "UTC").shown;
  expect(weeks[marker?.slot ?? 0]?.key).toBe("2026-11-16");
  expect(marker?.part).toBeCloseTo(3 / 7);
});

test("what is outside of the axis, was not confirmed, or moved nothing is no switch", () => {
  const changes = [
    trafficChange({ time: "2026-11-19T23:59:59.000Z" }),
    trafficChange({ time: "2026-11-24T00:00:00.000Z" }),
    trafficChange({ state: "failed" }),
    trafficChange({ kind: "reconcile", from: { blue: 50, green: 50 }, to: { blue: 50, green: 50 } }),
  ];
  expect(markersOf(days, changes, "UTC").shown).toEqual([]);
  expect(markersOf([], changes, "UTC").shown).toEqual([]);
});

test("ten are drawn, the newest; the rest are counted", () => {
  const changes = Array.from({ length: 13 }, (_, index) => trafficChange({ id: index + 1 }));
  const { shown, more } = markersOf(days, changes.toReversed(), "UTC");
  expect(shown.map(({ id }) => id)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  expect(more).toBe(3);
});

test("every chart over the same days asks the same question, and it holds the whole axis", () => {
  const asked = askedOf(days);
  expect(asked).toEqual({ from: "2026-11-19T00:00:00.000Z", to: "2026-12-26T00:00:00.000Z" });
  expect(askedOf([])).toBeNull();
});
