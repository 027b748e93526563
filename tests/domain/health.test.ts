import { describe, expect, test } from "vitest";
import { availabilityOf, type Said, stretchOf, verdictOf, worst } from "@/lib/domain/health";
import { HEALTH_STATUSES } from "@/lib/domain/signals";
import fc from "@/tests/support/laws";

const T0 = Date.UTC(2026, 10, 23, 12);
const said = (changes: Partial<Said> = {}): Said => ({
  component: "flow",
  status: "healthy",
  available: true,
  latencyMs: null,
  receivedMs: T0,
  intervalMs: 60_000,
  ...changes,
});

describe("a verdict", () => {
  test("of a component that never reported is degraded and not available", () => {
    expect(verdictOf(null, T0)).toEqual({ status: "degraded", available: false, stale: false });
  });

  test.each(HEALTH_STATUSES)("of a fresh result is what it said: %s", (status) => {
    expect(verdictOf(said({ status }), T0 + 1000)).toEqual({ status, available: true, stale: false });
  });

  test.each(HEALTH_STATUSES)(
    "is degraded and stale after three intervals, also where it said %s",
    (status) => {
      expect(verdictOf(said({ status }), T0 + 180_000).stale).toBe(false);
      expect(verdictOf(said({ status }), T0 + 180_001)).toMatchObject({ status: "degraded", stale: true });
    },
  );

  test("counts the intervals of the result's own probe", () => {
    expect(verdictOf(said({ intervalMs: 15_000 }), T0 + 45_001).stale).toBe(true);
    expect(verdictOf(said({ intervalMs: 3_600_000 }), T0 + 45_001).stale).toBe(false);
  });

  test("of a result from the future, because a clock was set back, is not stale", () => {
    expect(verdictOf(said({ receivedMs: T0 + 3_600_000 }), T0).stale).toBe(false);
  });

  test.each([
    ["rag", 500, "healthy", "healthy"],
    ["rag", 500.001, "healthy", "degraded"],
    ["rag", 501, "unhealthy", "unhealthy"],
    ["rag", null, "healthy", "healthy"],
    ["flow", 5000, "healthy", "healthy"],
  ] as const)("of %s at %s ms that says %s is %s", (component, latencyMs, status, expected) => {
    expect(verdictOf(said({ component, latencyMs, status }), T0).status).toBe(expected);
  });
});

test("the whole is as bad as its worst part, in any order; nothing at all is healthy", () => {
  expect(worst([])).toBe("healthy");
  expect(worst(["healthy", "degraded"])).toBe("degraded");
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...HEALTH_STATUSES)), (statuses) => {
      const found = worst(statuses);
      expect(worst(statuses.toReversed())).toBe(found);
      expect(statuses.every((status) => worst([status, found]) === found)).toBe(true);
      expect(statuses.length === 0 || statuses.includes(found)).toBe(true);
    }),
  );
});

test("a result speaks until the next one, at most three intervals, and never backwards", () => {
  const result = { atMs: T0, intervalMs: 60_000 };
  expect(stretchOf(result, T0 + 60_000)).toEqual({ fromMs: T0, toMs: T0 + 60_000 });
  expect(stretchOf(result, T0 + 600_000)).toEqual({ fromMs: T0, toMs: T0 + 180_000 });
  expect(stretchOf(result, T0 - 1)).toEqual({ fromMs: T0, toMs: T0 });
});

test("availability is served time out of known time: 50 min up, 5 degraded and 5 down are 91.67 %", () => {
  const minute = 60_000;
  const time = { up_ms: 50 * minute, degraded_ms: 5 * minute, down_ms: 5 * minute };
  expect(availabilityOf(time)).toBeCloseTo(0.916667, 6);
  expect(availabilityOf({ up_ms: 0, degraded_ms: 0, down_ms: 0 })).toBeNull();
});
