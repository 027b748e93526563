import { describe, expect, test } from "vitest";
import { economicsFinding, GUARDED, GUARDS, type Guarded } from "@/lib/domain/economics-rule";
import { GATE_COLLAPSE, GATE_REVIEW, gateFinding } from "@/lib/domain/gate-rule";
import { judge } from "@/lib/domain/judge";
import { median, slowdownFinding } from "@/lib/domain/slowdown-rule";
import fc from "@/tests/support/laws";

const EIGHT = [0.4, 0.5, 0.45, 0.6, 0.5, 0.55, 0.48, 0.52];
const times = (factor: number, figures = EIGHT) => figures.map((figure) => figure * factor);
const flat = (count: number, value: number) => Array.from({ length: count }, () => value);

describe("gates", () => {
  test.each([
    [8, 10, "not_enough_evidence"],
    [7, 10, "fail"],
    [7, 9, "not_enough_evidence"],
    [0, 9, "not_enough_evidence"],
    [15, 15, "not_enough_evidence"],
    [16, 16, "pass"],
    [80, 100, "not_enough_evidence"],
    [79, 100, "fail"],
    [0, 0, "no_data"],
  ] as const)("%i of %i for a review: %s", (passed, evaluated, verdict) => {
    expect(gateFinding(passed, evaluated, GATE_REVIEW).verdict).toBe(verdict);
  });

  test.each([
    [17, 25, "fail"],
    [18, 25, "not_enough_evidence"],
    [0, 24, "not_enough_evidence"],
    [70, 100, "not_enough_evidence"],
    [25, 25, "pass"],
  ] as const)("%i of %i for a rollback: %s", (passed, evaluated, verdict) => {
    expect(gateFinding(passed, evaluated, GATE_COLLAPSE).verdict).toBe(verdict);
  });

  test("say how many, and count the failed ones", () => {
    const found = gateFinding(17, 25, GATE_COLLAPSE);
    expect(found).toMatchObject({ value: 0.68, n: 25, k: 8 });
    expect(found.said).toBe("17 of 25 gates passed, 68 % (limit 70 %)");
  });
});

describe("a guard of unit economics", () => {
  const finding = (metric: Guarded, candidate: number[], control: number[], concurrent = true) =>
    economicsFinding({ candidate, control, concurrent }, GUARDS[metric]);

  test.each(GUARDED)("%s: twice as bad fails, equal passes, a half as bad passes", (metric) => {
    const worse = metric === "roi_multiplier" ? 0.5 : 2;
    expect(finding(metric, times(worse), EIGHT)).toMatchObject({ verdict: "fail", n: 8, k: null });
    expect(finding(metric, times(worse), EIGHT).value).toBeCloseTo(2, 9);
    expect(finding(metric, EIGHT, EIGHT).verdict).toBe("pass");
    expect(finding(metric, times(1 / worse), EIGHT).verdict).toBe("pass");
  });

  test("exactly a quarter worse is not more than a quarter, a hair above it is", () => {
    const cost = (factor: number) => finding("cost_per_article_usd", flat(8, factor), flat(8, 1)).verdict;
    expect(cost(1.25)).toBe("pass");
    expect(cost(1.26)).toBe("fail");
  });

  test("one whose interval holds the limit is not enough evidence", () => {
    expect(finding("cost_per_article_usd", times(1.3), EIGHT).verdict).toBe("not_enough_evidence");
  });

  test("seven on either side are not enough, none are no data, and a figure of zero is none", () => {
    const cost = (candidate: number[], control: number[]) =>
      finding("cost_per_article_usd", candidate, control);
    expect(cost(times(9).slice(1), EIGHT)).toMatchObject({
      verdict: "not_enough_evidence",
      n: 7,
      interval: null,
    });
    expect(cost([0, ...times(9).slice(1)], EIGHT).verdict).toBe("not_enough_evidence");
    expect(cost([], EIGHT)).toMatchObject({ verdict: "no_data", value: null, n: 0 });
    expect(cost(EIGHT, []).said).toBe("8 articles against 0: nothing to compare");
  });

  test("says what it compared, and against when", () => {
    expect(finding("cost_per_article_usd", times(2), EIGHT).said).toBe(
      "2 × the cost per article (95 %: 1.75 to 2.28, limit 1.25), 8 articles against 8",
    );
    expect(finding("article_time_s", times(2), EIGHT, false).said).toBe(
      "2 × the generation time (99 %: 1.67 to 2.4, limit 1.25), 8 articles against 8; " +
        "against the other environment's last days, as it makes none at the same time",
    );
  });

  test("what lies beyond at 99 % does so at 95 %", () => {
    const side = fc.array(fc.double({ min: 0.05, max: 5, noNaN: true }), { minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(side, side, (candidate, control) => {
        const strict = finding("article_time_s", candidate, control);
        const plain = finding("cost_per_article_usd", candidate, control);
        expect(strict.interval!.low).toBeLessThanOrEqual(plain.interval!.low);
        if (strict.verdict === "fail") expect(plain.verdict).toBe("fail");
      }),
    );
  });
});

describe("the slowdown", () => {
  const seconds = (factor: number) => times(factor, [380, 400, 390, 410, 400, 405, 395, 400]);

  test("one and a half times the median of the other is not above it; a little more is", () => {
    expect(slowdownFinding(flat(8, 600), flat(8, 400)).verdict).toBe("pass");
    expect(slowdownFinding(flat(8, 601), flat(8, 400)).verdict).toBe("fail");
    expect(slowdownFinding(seconds(1.6), seconds(1)).verdict).toBe("fail");
  });

  test("needs eight articles", () => {
    expect(slowdownFinding(flat(7, 4000), flat(8, 400)).verdict).toBe("not_enough_evidence");
    expect(slowdownFinding([], flat(8, 400)).verdict).toBe("no_data");
  });

  test("is against 600 s where the other has fewer than eight", () => {
    const found = slowdownFinding(flat(8, 901), flat(7, 400));
    expect(found.verdict).toBe("fail");
    expect(found.value).toBeCloseTo(901 / 600, 9);
    expect(slowdownFinding(flat(8, 900), []).verdict).toBe("pass");
    expect(found.said).toBe("a median of 901 s of 8 articles, 1.5 × 600 s (limit 1.5)");
  });

  test("by medians alone is not certain", () => {
    const scattered = [100, 150, 200, 650, 660, 900, 1500, 2000];
    const found = slowdownFinding(scattered, seconds(1));
    expect(found.value).toBeGreaterThan(1.5);
    expect(found.verdict).toBe("not_enough_evidence");
  });

  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
    [[], null],
  ])("the median of %j is %s", (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});

describe("the one judge", () => {
  test("what could not be looked at is never bad", () => {
    expect(judge(null)).toMatchObject({ verdict: "cannot_measure", value: null, n: 0 });
  });

  test("judges every kind of evidence as its rule does", () => {
    const failed = [0, 1, 2].map((endMs) => ({ endMs, bad: true }));
    const articles = { candidate: times(2), control: EIGHT, concurrent: true };
    const threshold = { op: ">", threshold: 1_500_000_000, minSamples: 1 } as const;
    const found = [
      judge({ kind: "jobs", jobs: failed }),
      judge({ kind: "gates", passed: 7, evaluated: 10, limit: GATE_REVIEW }),
      judge({ kind: "economics", articles, guard: GUARDS.cost_per_article_usd }),
      judge({ kind: "slowdown", candidate: flat(8, 601), control: flat(8, 400) }),
      judge({ kind: "figure", value: 1_600_000_000, n: 1, threshold }),
    ];
    expect(found.map(({ verdict }) => verdict)).toEqual(flat(5, 0).map(() => "fail"));
  });
});
