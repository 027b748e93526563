import { describe, expect, test } from "vitest";
import { FIRST_DAY_METRICS, firstDayTarget, firstShareMs, keepsTarget } from "@/lib/domain/first-day";

describe("the first share of a release", () => {
  const shifted = (atMs: number, kind: string, share: number | null) => ({ atMs, kind, share });

  test("is the first that was confirmed, and not when it was asked for", () => {
    const timeline = [
      shifted(1, "started", 0),
      shifted(2, "shift", 0),
      shifted(3, "observing", 10),
      shifted(4, "observing", 50),
    ];
    expect(firstShareMs(timeline)).toBe(3);
  });

  test("is none while there was none", () => {
    expect(firstShareMs([])).toBeNull();
    expect(firstShareMs([shifted(1, "started", 0), shifted(2, "held", 0)])).toBeNull();
    expect(firstShareMs([shifted(1, "observing", 0), shifted(2, "observing", null)])).toBeNull();
  });
});

test("a target is kept from its good side on, the target itself included", () => {
  expect([keepsTarget("gate_pass_rate", 0.87), keepsTarget("gate_pass_rate", 0.8699)]).toEqual([true, false]);
  expect([keepsTarget("error_rate", 0.05), keepsTarget("error_rate", 0.0501)]).toEqual([true, false]);
  expect([keepsTarget("memory_bytes", null), keepsTarget("articles", 3)]).toEqual([null, null]);
  const without = FIRST_DAY_METRICS.filter((metric) => firstDayTarget(metric) === null);
  expect(without).toEqual(["articles", "cost_per_article_usd", "roi_multiplier"]);
});
