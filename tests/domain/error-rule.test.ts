import { describe, expect, test } from "vitest";
import { ERROR_FLOORS, firstTrip, WINDOW_JOBS } from "@/lib/domain/error-lanes";
import { errorFinding } from "@/lib/domain/error-rule";
import fc from "@/tests/support/laws";

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const good = (count: number) => times(count, false);
const failed = (count: number) => times(count, true);
/** The last of each `apart` jobs fails. */
const spread = (count: number, apart: number) =>
  Array.from({ length: count }, (_, job) => job % apart === apart - 1);
const judged = (bad: readonly boolean[], options?: Parameters<typeof errorFinding>[1]) =>
  errorFinding(
    bad.map((is, endMs) => ({ endMs, bad: is })),
    options,
  );

/** Whether the rule trips at the end of these jobs. */
function spelledOut(all: readonly boolean[], errorsMin: number): boolean {
  const newest = all.slice(-300);
  const failures = (list: readonly boolean[]) => list.filter(Boolean).length;
  const k = failures(newest);
  if (newest.length >= 20 && k >= errorsMin && k / newest.length > 0.05) return true;
  const bets = [0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8].map((q) =>
    newest.reduce((bet, bad) => Math.max(1, bet * (bad ? q / 0.05 : (1 - q) / 0.95)), 1),
  );
  return bets.reduce((sum, bet) => sum + bet, 0) / 7 >= 100 && failures(all.slice(-60)) >= 3;
}

describe("the rule on errors", () => {
  test.each([
    ["3 failed jobs of 3", failed(3), "fail"],
    ["1 of 1", failed(1), "not_enough_evidence"],
    ["2 of 2", failed(2), "not_enough_evidence"],
    ["4 of 20 spread out", spread(20, 5), "not_enough_evidence"],
    ["5 of 20 spread out", spread(20, 4), "fail"],
    ["3 in a row after 1,000 good", [...good(1000), ...failed(3)], "fail"],
    ["2 in a row after 1,000 good", [...good(1000), ...failed(2)], "pass"],
    ["5 % of 300 spread out", spread(300, 20), "not_enough_evidence"],
    ["2 % of 300 spread out", spread(300, 50), "pass"],
    ["no job", [], "no_data"],
    ["72 good jobs", good(72), "not_enough_evidence"],
    ["73 good jobs", good(73), "pass"],
  ] as const)("finds of %s: %s", (_, bad, verdict) => {
    expect(judged(bad).verdict).toBe(verdict);
  });

  test("60 of 1,000 spread evenly fail, at the fifth already", () => {
    const bad = Array.from(
      { length: 1000 },
      (_, job) => Math.floor((job * 60) / 1000) !== Math.floor(((job + 1) * 60) / 1000),
    );
    expect(bad.filter(Boolean)).toHaveLength(60);
    expect(judged(bad)).toMatchObject({ verdict: "fail", n: 300, k: 18, value: 0.06 });
    expect(firstTrip(bad)).toEqual({ lane: "main", at: 83, n: 84, k: 5 });
  });

  test("exactly the threshold is not above it, one job fewer is", () => {
    const five = [...spread(96, 24), ...good(3)];
    expect(firstTrip([...five, true], undefined, 99)).toBeNull();
    expect(firstTrip([...five.slice(1), true], undefined, 98)).toMatchObject({ lane: "main", n: 99, k: 5 });
  });

  test("says the figures that it acted on", () => {
    expect(judged(spread(20, 4)).said).toBe("5 of 20 jobs failed, 25 % (limit 5 %)");
    const early = judged([...good(1000), ...failed(3)]);
    expect(early.said).toBe("3 of the last 3 jobs failed, 100 % (limit 5 %)");
    expect(early).toMatchObject({ n: 3, k: 3, value: 1 });
    expect(early.interval?.low).toBeCloseTo(0.4385, 4);
  });

  test("the early lane speaks for the jobs since its best bet began, not for all that went well before", () => {
    const bad = [...good(200), true, false, true, true];
    expect(firstTrip(bad)).toMatchObject({ lane: "early", at: 203, n: 4, k: 3 });
  });

  test("three errors further than 60 jobs apart are no burst, however the bets stand", () => {
    const strict = { ...ERROR_FLOORS, threshold: 0.001 };
    const apart = [true, ...good(29), true, ...good(29), true];
    expect(firstTrip(apart, strict)).toBeNull();
    expect(firstTrip([true, ...good(29), true, ...good(28), true], strict)).toMatchObject({ lane: "early" });
  });

  test("a look that comes late finds the trip among what it has not judged yet, and what was judged trips no more", () => {
    const over = [...failed(3), ...good(60)];
    expect(judged(over, { unjudged: 63 })).toMatchObject({ verdict: "fail", n: 3, k: 3 });
    expect(judged(over, { unjudged: 60 }).verdict).toBe("fail");
    expect(judged(over, { unjudged: 20 }).verdict).toBe("not_enough_evidence");
    expect(judged(over).verdict).toBe("not_enough_evidence");
    expect(judged(failed(3), { unjudged: 0 }).verdict).toBe("fail");
  });

  test("forgets what is older than its 300 jobs, in both lanes", () => {
    expect(judged([...failed(50), ...good(WINDOW_JOBS)])).toMatchObject({ verdict: "pass", n: 300, k: 0 });
  });

  test("floors of 1 and 1 are the literal rule: one failure of 19 or fewer, and no early lane", () => {
    const floors = { ...ERROR_FLOORS, samplesMin: 1, errorsMin: 1 };
    expect(judged(failed(1), { floors }).verdict).toBe("fail");
    expect(judged([...good(18), true], { floors }).verdict).toBe("fail");
    expect(judged([...good(19), true], { floors }).verdict).not.toBe("fail");
    expect(judged([...good(200), ...failed(3)], { floors }).verdict).not.toBe("fail");
  });

  test("a threshold above every bet leaves the main lane alone", () => {
    const floors = { ...ERROR_FLOORS, threshold: 0.9 };
    expect(firstTrip(failed(19), floors)).toBeNull();
    expect(firstTrip(failed(20), floors)).toMatchObject({ lane: "main", n: 20 });
  });

  test("a slow bet that takes more than the newest 300 jobs to grow does not trip", () => {
    expect(firstTrip(spread(1300, 13), { ...ERROR_FLOORS, errorsMin: 10_000 })).toBeNull();
  });

  const jobs = fc.array(fc.boolean(), { maxLength: 400 });

  test("says at the end what it says of the newest 300 alone", () => {
    const rare = fc.array(
      fc.integer({ min: 0, max: 12 }).map((draw) => draw === 0),
      { minLength: 290, maxLength: 700 },
    );
    fc.assert(
      fc.property(rare, (bad) => {
        expect(judged(bad)).toEqual(judged(bad.slice(-WINDOW_JOBS)));
      }),
    );
  });

  test("trips where the formulas of docs/maths.md say, written down once more", () => {
    const mixed = fc
      .tuple(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 350 }))
      .chain(([seldom, length]) =>
        fc.array(
          fc.nat(seldom).map((draw) => draw === 0),
          { minLength: length, maxLength: length },
        ),
      );
    const main = fc.constantFrom(5, 1000);
    fc.assert(
      fc.property(mixed, main, (bad, errorsMin) => {
        const first = bad.findIndex((_, at) => spelledOut(bad.slice(0, at + 1), errorsMin));
        expect(firstTrip(bad, { ...ERROR_FLOORS, errorsMin })?.at ?? -1).toBe(first);
      }),
      { numRuns: 150 },
    );
  });

  test("finds the first trip, which is that of a look after every job", () => {
    fc.assert(
      fc.property(jobs, (bad) => {
        const first = bad.findIndex((_, at) => judged(bad.slice(0, at + 1)).verdict === "fail");
        expect(firstTrip(bad)?.at ?? -1).toBe(first);
      }),
      { numRuns: 30 },
    );
  });

  test("one more failure at the end never turns a failure into anything else", () => {
    fc.assert(
      fc.property(jobs, (bad) => {
        fc.pre(judged([...bad, false]).verdict === "fail");
        expect(judged([...bad, true]).verdict).toBe("fail");
      }),
    );
  });
});
