import { expect, test } from "vitest";
import { type Silence, silenceAtStart, silenceFor, silenceOf } from "@/lib/domain/silence";

const NOW = { atMs: Date.UTC(2026, 10, 23, 12), clockMs: 5000 };
const HOUR_MS = 3_600_000;
const wish = { rule: null, environment: null, reason: "x", by: "ada", actionsToo: false, forMs: HOUR_MS };
const hour: Silence = { id: 1, ...silenceFor(wish, NOW) };
const HEAT = { rule: "heat", environment: "green" } as const;

test("a silence lasts as long as it was asked for, to the millisecond", () => {
  expect(hour).toMatchObject({ fromMs: NOW.atMs, untilMs: NOW.atMs + HOUR_MS });
  expect(silenceOf([hour], HEAT, 5000 + HOUR_MS - 1)).toBe(hour);
  expect(silenceOf([hour], HEAT, 5000 + HOUR_MS)).toBeNull();
});

test("of several the one that withholds actions counts, else the one that lasts longest", () => {
  const longer = { ...hour, id: 2, endsClockMs: hour.endsClockMs + 1 };
  expect(silenceOf([hour, longer], HEAT, 0)).toBe(longer);
  const strict = { ...hour, id: 3, actionsToo: true };
  expect(silenceOf([hour, longer, strict], HEAT, 0)).toBe(strict);
});

test.each([
  ["twenty minutes down count for it", 20 * 60_000, 40 * 60_000],
  ["a day down has ended it", 24 * HOUR_MS, 0],
  ["a clock that was put back does not prolong it", -30 * 24 * HOUR_MS, HOUR_MS],
])("at a start: %s", (_, byMs, leftMs) => {
  const resumed = silenceAtStart(hour, { ...NOW, atMs: NOW.atMs + byMs });
  expect(resumed.endsClockMs - NOW.clockMs).toBe(leftMs);
});
