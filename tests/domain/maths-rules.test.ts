import { describe, expect, test } from "vitest";
import { economicsFinding, GUARDS } from "@/lib/domain/economics-rule";
import { errorFinding } from "@/lib/domain/error-rule";
import { GATE_COLLAPSE, GATE_REVIEW, gateFinding } from "@/lib/domain/gate-rule";
import { memoryTrend } from "@/lib/domain/memory-trend";
import { LITERAL_ERROR_ODDS_PERCENT } from "@/lib/domain/odds";
import { chanceHigher } from "@/lib/domain/shared-cause";
import { slowdownFinding } from "@/lib/domain/slowdown-rule";

// Every number here stands in docs/maths.md, as those of maths.test.ts do.

const ends = (text: string) => [...text].map((end, endMs) => ({ endMs, bad: end === "x" }));
const flat = (count: number, value: number) => Array.from({ length: count }, () => value);

describe("the error rule", () => {
  test("5 of 20 are 25 % and trip, 4 of 20 do not", () => {
    expect(errorFinding(ends("...x".repeat(5)))).toMatchObject({ verdict: "fail", value: 0.25 });
    expect(errorFinding(ends("....x".repeat(4))).verdict).toBe("not_enough_evidence");
  });

  test("three failures in a row bring the bets to a mean of 773.48, two to 60.46", () => {
    const mean = (failures: number) =>
      [0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8].reduce((sum, q) => sum + (q / 0.05) ** failures, 0) / 7;
    expect(mean(3)).toBeCloseTo(773.48, 2);
    expect(mean(2)).toBeCloseTo(60.46, 2);
    expect(errorFinding(ends("xxx")).verdict).toBe("fail");
    expect(errorFinding(ends("xx")).verdict).not.toBe("fail");
  });

  test("after 1,000 good jobs it reads 3 of the last 3; 73 good jobs of 73 pass", () => {
    expect(errorFinding(ends(`${".".repeat(1000)}xxx`)).said).toContain("3 of the last 3 jobs failed, 100 %");
    expect(errorFinding(ends(".".repeat(73))).verdict).toBe("pass");
    expect(errorFinding(ends(".".repeat(72))).verdict).not.toBe("pass");
  });

  test("the literal rule trips in 19 % of releases of 60 jobs", () => {
    expect(Math.floor(LITERAL_ERROR_ODDS_PERCENT)).toBe(19);
  });
});

test("shared cause: 3 of 3 are worse than 5 of 20 with 99.0 %, than 3 of 3 with 50 %", () => {
  expect(chanceHigher({ k: 3, n: 3 }, { k: 5, n: 20 })).toBeCloseTo(0.99, 3);
  expect(chanceHigher({ k: 3, n: 3 }, { k: 3, n: 3 })).toBeCloseTo(0.5, 9);
});

test("gates: 7 of 10 and 17 of 25 fail, 8 of 10 and 18 of 25 do not, 16 of 16 pass", () => {
  expect(gateFinding(7, 10, GATE_REVIEW).verdict).toBe("fail");
  expect(gateFinding(8, 10, GATE_REVIEW).verdict).not.toBe("fail");
  expect(gateFinding(17, 25, GATE_COLLAPSE)).toMatchObject({ verdict: "fail", value: 0.68 });
  expect(gateFinding(18, 25, GATE_COLLAPSE).verdict).not.toBe("fail");
  expect([15, 16].map((all) => gateFinding(all, all, GATE_REVIEW).verdict === "pass")).toEqual([false, true]);
});

describe("unit economics", () => {
  const control = [0.4, 0.5, 0.45, 0.6, 0.5, 0.55, 0.48, 0.52];
  const at = (factor: number) =>
    economicsFinding(
      { candidate: control.map((cost) => cost * factor), control, concurrent: true },
      GUARDS.cost_per_article_usd,
    );

  test("twice the cost: 2, from 1.75 to 2.28, fails; 1.3 times is not enough evidence", () => {
    expect(at(2).verdict).toBe("fail");
    expect(at(2).interval?.low).toBeCloseTo(1.753, 3);
    expect(at(2).interval?.high).toBeCloseTo(2.282, 3);
    expect(at(1.3).verdict).toBe("not_enough_evidence");
  });

  test("a median of 901 s is above 1.5 times 600 s", () => {
    expect(slowdownFinding(flat(8, 901), []).verdict).toBe("fail");
    expect(slowdownFinding(flat(8, 900), []).verdict).toBe("pass");
  });
});

test("trend of memory: 1.0 to 1.3 GB in three hours are 0.1 GB an hour, and 2 GB in 7 h", () => {
  const samples = [1, 1.1, 1.2, 1.3].map((gb, hour) => ({ atMs: hour * 3_600_000, bytes: gb * 1e9 }));
  const trend = memoryTrend(samples);
  expect(trend?.bytesPerHour).toBeCloseTo(1e8, 0);
  expect((trend?.msToMax ?? 0) / 3_600_000).toBeCloseTo(7, 6);
});
