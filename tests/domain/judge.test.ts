import { describe, expect, test } from "vitest";
import { judged, type Side } from "@/lib/domain/judge";
import { SAMPLES_MIN } from "@/lib/domain/log-ratio";
import { studentT } from "@/lib/domain/student";
import fc from "@/tests/support/laws";

const values = (...figures: number[]): Side => ({ kind: "values", values: figures });
const rate = (k: number, n: number): Side => ({ kind: "rate", k, n });
const EIGHT = [0.4, 0.5, 0.45, 0.6, 0.5, 0.55, 0.48, 0.52];
const times = (factor: number) => EIGHT.map((figure) => figure * factor);

describe("figures of jobs", () => {
  test("one that costs a half of the other is better, with the ratio and its interval", () => {
    const half = judged(values(...times(0.5)), values(...EIGHT), "lower");
    expect(half.verdict).toBe("better");
    expect(half.effect).toBeCloseTo(0.5, 9);
    expect(half.interval?.low).toBeCloseTo(0.4382, 4);
    expect(half.interval?.high).toBeCloseTo(0.5706, 4);
  });

  test("the same figures twice are the same; a dearer one is worse", () => {
    expect(judged(values(...EIGHT), values(...EIGHT), "lower").verdict).toBe("same");
    expect(judged(values(...times(2)), values(...EIGHT), "lower").verdict).toBe("worse");
    expect(judged(values(...times(2)), values(...EIGHT), "higher").verdict).toBe("better");
  });

  test("seven on either side are not enough, however different; none is no data", () => {
    const seven = values(...EIGHT.slice(1));
    expect(judged(seven, values(...times(9)), "lower").verdict).toBe("not_enough_evidence");
    expect(judged(values(...times(9)), seven, "lower").verdict).toBe("not_enough_evidence");
    expect(judged(values(), values(...EIGHT), "lower")).toEqual({
      verdict: "no_data",
      effect: null,
      interval: null,
    });
  });

  test("a wide scatter that hides a quarter is not enough evidence", () => {
    const scattered = [0.05, 2, 0.3, 1.4, 0.1, 0.9, 0.02, 3];
    expect(judged(values(...scattered), values(...EIGHT), "lower").verdict).toBe("not_enough_evidence");
  });

  test("figures without a scatter are told apart, and a figure of zero is left out", () => {
    const flat = values(...Array.from({ length: 8 }, () => 0.5));
    expect(judged(flat, flat, "lower").verdict).toBe("same");
    expect(judged(values(0, ...EIGHT), values(...EIGHT), "lower").verdict).toBe("same");
  });

  test("turning the sides turns the verdict, whatever the figures", () => {
    const sample = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 8, maxLength: 40 });
    const turned = { better: "worse", worse: "better" } as Record<string, string>;
    fc.assert(
      fc.property(
        sample,
        sample,
        fc.constantFrom("lower" as const, "higher" as const),
        (one, two, better) => {
          const there = judged(values(...one), values(...two), better);
          const back = judged(values(...two), values(...one), better);
          expect(back.verdict).toBe(turned[there.verdict] ?? there.verdict);
          expect(there.effect! * back.effect!).toBeCloseTo(1, 6);
          expect(there.interval!.low).toBeLessThanOrEqual(there.effect! * (1 + 1e-9));
          expect(there.interval!.high).toBeGreaterThanOrEqual(there.effect! * (1 - 1e-9));
        },
      ),
    );
  });

  test("does not depend on the unit of the figures", () => {
    const sample = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(sample, sample, fc.double({ min: 0.001, max: 1000, noNaN: true }), (one, two, unit) => {
        const plain = judged(values(...one), values(...two), "lower");
        const scaled = judged(
          values(...one.map((figure) => figure * unit)),
          values(...two.map((figure) => figure * unit)),
          "lower",
        );
        expect(scaled.effect! / plain.effect!).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe("shares of jobs", () => {
  test("Newcombe's own example: 56 of 70 against 48 of 80", () => {
    const { effect, interval } = judged(rate(56, 70), rate(48, 80), "higher");
    expect(effect).toBeCloseTo(0.2, 9);
    expect(interval?.low).toBeCloseTo(0.0524, 3);
    expect(interval?.high).toBeCloseTo(0.3339, 3);
  });

  test("more failures are worse, many alike are the same, few are not enough", () => {
    expect(judged(rate(40, 100), rate(5, 100), "lower").verdict).toBe("worse");
    expect(judged(rate(5, 100), rate(40, 100), "lower").verdict).toBe("better");
    expect(judged(rate(870, 1000), rate(871, 1000), "higher").verdict).toBe("same");
    expect(judged(rate(1, 10), rate(1, 10), "lower").verdict).toBe("not_enough_evidence");
    expect(judged(rate(SAMPLES_MIN - 1, SAMPLES_MIN - 1), rate(0, 100), "higher").verdict).toBe(
      "not_enough_evidence",
    );
    expect(judged(rate(0, 0), rate(1, 10), "lower").verdict).toBe("no_data");
  });

  test("turning the sides turns the difference and its interval", () => {
    const share = fc
      .integer({ min: 1, max: 400 })
      .chain((n) => fc.integer({ min: 0, max: n }).map((k) => rate(k, n)));
    fc.assert(
      fc.property(share, share, (one, two) => {
        const there = judged(one, two, "lower");
        const back = judged(two, one, "lower");
        expect(there.effect).toBeCloseTo(-back.effect!, 9);
        expect(there.interval!.low).toBeCloseTo(-back.interval!.high, 9);
        expect(there.interval!.low).toBeGreaterThanOrEqual(-1 - 1e-9);
      }),
    );
  });
});

test.each([
  [1, 12.7062],
  [7, 2.3646],
  [14.3, 2.1406],
  [1000, 1.9623],
])("Student's t of %s degrees of freedom leaves 2.5 %% on either side beyond %s", (freedom, t) => {
  expect(studentT(freedom)).toBeCloseTo(t, 3);
});
