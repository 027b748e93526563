import { expect, test } from "vitest";
import { type Attempt, RETRY, retryAtMs } from "@/lib/domain/notification-retry";
import fc from "@/tests/support/laws";

const NOW_MS = Date.UTC(2026, 10, 23, 12);

const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  ...{ attempts: 1, createdMs: NOW_MS, nowMs: NOW_MS, refused: false, waitMs: null, chance: 0.5 },
  ...more,
});

const afterS = (more: Partial<Attempt>): number | null => {
  const atMs = retryAtMs(attempt(more));
  return atMs === null ? null : (atMs - NOW_MS) / 1000;
};

test("it waits 5 s, then twice as long each time, ten minutes at most", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000].map((attempts) => afterS({ attempts }));
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
});

test("chance moves it by a fifth, and never out of 5 s to 10 min", () => {
  expect([0, 0.999999].map((chance) => afterS({ attempts: 3, chance }))).toEqual([16, 24]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.option(fc.integer({ min: 0, max: 10 ** 9 })),
      (attempts, chance, waitMs) => {
        const seconds = afterS({ attempts, chance, waitMs });
        return seconds !== null && seconds >= 5 && seconds <= 600;
      },
    ),
  );
});

test("who asks to be left alone is left alone for that long, ten minutes at most", () => {
  expect(afterS({ waitMs: 90_000 })).toBe(90);
  expect(afterS({ waitMs: 1 })).toBe(5);
  expect(afterS({ waitMs: 3_600_000 })).toBe(600);
});

test("it is given up when it is 24 hours old, and not before; a clock that was put back gives nothing up", () => {
  const overMs = 24 * 3_600_000;
  expect(RETRY.overMs).toBe(overMs);
  expect(afterS({ attempts: 200, createdMs: NOW_MS - overMs + 1 })).toBe(600);
  expect(afterS({ attempts: 1, createdMs: NOW_MS - overMs })).toBeNull();
  expect(afterS({ attempts: 8, createdMs: NOW_MS + 30 * overMs })).toBe(600);
});

test("what is refused for what it is, is given up at the fifth try", () => {
  expect([1, 4, 5].map((attempts) => afterS({ attempts, refused: true }))).toEqual([5, 40, null]);
});
