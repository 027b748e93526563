import { describe, expect, test } from "vitest";
import { drawsOf } from "@/lib/demo/random";
import { ERROR_FLOORS } from "@/lib/domain/error-lanes";
import {
  ERROR_ODDS,
  ERROR_ODDS_JOBS,
  GUARD_ODDS_ARTICLES,
  LITERAL_ERROR_ODDS_PERCENT,
  oddsOfFalseAlarm,
  oddsOfFalseGuard,
} from "@/lib/domain/odds";
import { errorTrips } from "@/tests/support/odds";
import { disturbances, HEALTHY } from "@/tests/support/release-odds";

const SEED = 7;
const RUNS = 2000;

/** Four standard errors of a share of so many runs, in points; one run in 16,000 would miss by more. */
const slack = (percent: number) =>
  400 * Math.sqrt(Math.max(0.0005, (percent / 100) * (1 - percent / 100)) / RUNS);

describe("the table of odds", () => {
  test.each(ERROR_ODDS.filter(({ rate }) => rate > 0))(
    "holds at a true rate of $rate",
    ({ rate, percent }) => {
      const trips = errorTrips(RUNS, 300, rate, { seed: SEED });
      for (const [place, jobs] of ERROR_ODDS_JOBS.entries()) {
        if (jobs > 300) continue;
        const counted = (100 * trips.filter((at) => at !== null && at <= jobs).length) / RUNS;
        const told = percent[place]!;
        expect(Math.abs(counted - told), `${jobs} jobs: ${counted}, seed ${SEED}`).toBeLessThanOrEqual(
          slack(told),
        );
      }
    },
  );

  test("holds for floors of 1 and 1", () => {
    const floors = { ...ERROR_FLOORS, samplesMin: 1, errorsMin: 1 };
    const counted =
      (100 * errorTrips(RUNS, 60, 0.01, { seed: SEED, floors }).filter((at) => at !== null).length) / RUNS;
    expect(Math.abs(counted - LITERAL_ERROR_ODDS_PERCENT)).toBeLessThanOrEqual(
      slack(LITERAL_ERROR_ODDS_PERCENT),
    );
  });

  test("has a figure for every count, and none falls", () => {
    for (const { percent } of ERROR_ODDS) {
      expect(percent).toHaveLength(ERROR_ODDS_JOBS.length);
      expect(percent.toSorted((a, b) => a - b)).toEqual(percent);
    }
  });
});

describe("the odds of an alarm", () => {
  test("of a healthy release of 60 jobs are less than one in a thousand", () => {
    expect(oddsOfFalseAlarm(60)).toBeCloseTo(0.0005, 9);
    expect(oddsOfFalseAlarm(0)).toBe(0);
  });

  test("lie on straight lines between the counts, and stay beyond the last", () => {
    expect(oddsOfFalseAlarm(80, 0.1)).toBeCloseTo((0.7336 + 0.9746) / 2, 9);
    expect(oddsOfFalseAlarm(60, 0.04)).toBeCloseTo((0.0376 + 0.1866) / 2, 9);
    expect(oddsOfFalseAlarm(5000, 0.01)).toBe(oddsOfFalseAlarm(1000, 0.01));
    expect(oddsOfFalseAlarm(3, 1)).toBe(1);
  });

  test.each([
    [-1, 0.01],
    [Number.NaN, 0.01],
    [5, 1.01],
    [5, -0.01],
  ])("of %d jobs at %d are refused", (jobs, rate) => {
    expect(() => oddsOfFalseAlarm(jobs, rate)).toThrow(RangeError);
  });
});

describe("the odds of a false guard", () => {
  test("are the table's, and none before there are eight on each side", () => {
    expect(oddsOfFalseGuard("cost_per_article_usd", 100)).toBeCloseTo(0.0055, 9);
    expect(oddsOfFalseGuard("roi_multiplier", 15)).toBe(0);
    expect(GUARD_ODDS_ARTICLES.at(-1)).toBe(100);
  });
});

describe("releases of known truth", () => {
  const count = (runs: number, truth: typeof HEALTHY, within: number) => {
    let stopped = 0;
    for (let run = 0; run < runs; run += 1) {
      const first = Math.min(...disturbances(drawsOf(SEED, run), truth).values());
      if (first <= within) stopped += 1;
    }
    return stopped;
  };

  test("healthy ones go through: at most 6 of 200 are disturbed", () => {
    expect(count(200, HEALTHY, 100)).toBeLessThanOrEqual(6);
  });

  test("one that is three times as dear is stopped within 40 jobs", () => {
    expect(count(50, { ...HEALTHY, jobs: 40, dearer: 3 }, 40)).toBeGreaterThanOrEqual(48);
  });

  test("one half of whose jobs fail is stopped within 40 jobs", () => {
    expect(count(50, { ...HEALTHY, jobs: 40, errorRate: 0.5 }, 40)).toBeGreaterThanOrEqual(47);
  });
});
