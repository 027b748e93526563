import { describe, expect, test } from "vitest";
import { budgetNote, budgetStanding } from "@/lib/client/budget-words";
import { passedShare, standsWords, targetWords } from "@/lib/client/first-day-words";
import type { BudgetReply } from "@/lib/contract/budget";
import type { FirstDayReply } from "@/lib/contract/first-day";
import { forecastWords, spentWords } from "@/lib/domain/budget-words";

const GAP = "\u00a0";
const BUDGET: BudgetReply = {
  ...{ month: "2026-11", from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" },
  ...{ timezone: "UTC", bucket: "day", limit_usd: 10, spent_usd: 4.1, spent_known: true, days_left: 7.5 },
  ...{ forecast_usd: 5.2, share: 0.41, forecast_share: 0.52, thresholds: [], days: [] },
  forecast_basis: {
    ...{ from: "2026-11-16T00:00:00.000Z", to: "2026-11-23T00:00:00.000Z", days: 7 },
    daily_usd: 0.1467,
  },
};

describe("a budget in words", () => {
  test("says what is spent of what, and what is expected", () => {
    expect(spentWords(BUDGET)).toBe(`$4.10 spent in Nov 2026, 41${GAP}% of $10.00`);
    expect(forecastWords(BUDGET)).toBe("forecast $5.20, 7 whole days left");
    expect(budgetNote(BUDGET)).toBe(
      "Spent so far, and $0.1467 for each day that is left: the mean of the 7 days from 16 Nov.",
    );
  });

  test("marks both as at least that where a price is not known, and leaves out what there is not", () => {
    expect(spentWords({ ...BUDGET, spent_known: false })).toContain("$4.10+ spent");
    expect(forecastWords({ ...BUDGET, spent_known: false, days_left: 1.2 })).toBe(
      "forecast $5.20+, 1 whole day left",
    );
    expect(spentWords({ ...BUDGET, limit_usd: null, share: null })).toBe("$4.10 spent in Nov 2026");
    expect(forecastWords({ ...BUDGET, forecast_usd: null })).toBe("no forecast yet, 7 whole days left");
    expect(budgetNote({ ...BUDGET, forecast_basis: null })).toContain("three whole days");
  });

  test.each([
    [0.41, 0.9, "within budget"],
    [0.41, null, "within budget"],
    [0.9, 1.01, "will exceed it"],
    [1, 1.2, "all of it is spent"],
    [1.01, 1.2, "over budget"],
  ])("of %d spent and %s expected is %s", (share, forecast_share, words) => {
    expect(budgetStanding({ ...BUDGET, share, forecast_share })?.words).toBe(words);
  });

  test("has no standing without a limit", () => {
    expect(budgetStanding({ ...BUDGET, share: null, forecast_share: null })).toBeNull();
  });
});

describe("the first day in words", () => {
  const side = { value: null, n: 0, k: null, interval: null };
  const figure = (metric: FirstDayReply["figures"][number]["metric"], value: number | null) => ({
    ...{ metric, candidate: { ...side, value }, control: side, target: null, effect: null },
    ...{ interval: null, verdict: null },
  });

  test("names what a figure is held to, and on which side of it", () => {
    expect(targetWords("gate_pass_rate")).toBe(`at least 87${GAP}%`);
    expect(targetWords("memory_bytes")).toBe(`at most 2${GAP}GB`);
    expect(targetWords("articles")).toBeNull();
    expect(standsWords(figure("gate_pass_rate", 0.8))?.words).toBe("off target");
    expect(standsWords(figure("memory_bytes", 1e9))?.words).toBe("on target");
    expect(standsWords(figure("memory_bytes", null))).toBeNull();
  });

  test("is never less than nothing or more than all of it", () => {
    const from = "2026-11-23T00:00:00.000Z";
    const at = (hours: number) => passedShare(from, Date.parse(from) + hours * 3_600_000);
    expect([at(-1), at(0), at(6), at(24), at(100)]).toEqual([0, 0, 0.25, 1, 1]);
  });
});
