import { describe, expect, test } from "vitest";
import { binOf, countOf, type Histogram, middleOf, percentile } from "@/lib/domain/histogram";
import fc from "@/tests/support/laws";

const histogramOf = (values: readonly number[]): Histogram =>
  new Map([...Map.groupBy(values, binOf)].map(([bin, mine]) => [bin, mine.length]));

const anyValue = fc.double({ min: 0.001, max: 1e6, noNaN: true });

describe("percentiles", () => {
  test("a value is known within 5 %", () => {
    fc.assert(fc.property(anyValue, (value) => Math.abs(middleOf(binOf(value)) - value) / value <= 0.05));
  });

  test("is within 5 % of the exact nearest-rank percentile", () => {
    fc.assert(
      fc.property(
        fc.array(anyValue, { minLength: 100, maxLength: 300 }),
        fc.constantFrom(50, 95, 99),
        (values, percent) => {
          const exact = [...values].sort((a, b) => a - b)[Math.ceil((percent / 100) * values.length) - 1]!;
          const found = percentile(histogramOf(values), percent as 50 | 95 | 99)!;
          return Math.abs(found - exact) / exact <= 0.05;
        },
      ),
    );
  });

  test("merging two histograms is the histogram of both", () => {
    fc.assert(
      fc.property(fc.array(anyValue), fc.array(anyValue), (a, b) => {
        const merged = new Map(histogramOf(a));
        for (const [bin, count] of histogramOf(b)) merged.set(bin, (merged.get(bin) ?? 0) + count);
        expect(new Map([...merged].sort())).toEqual(new Map([...histogramOf([...a, ...b])].sort()));
        expect(countOf(merged)).toBe(a.length + b.length);
      }),
    );
  });

  test("few samples say nothing about the tail", () => {
    const of = (n: number) => histogramOf(Array.from({ length: n }, (_, index) => index + 1));
    expect([percentile(of(0), 50), percentile(of(19), 95), percentile(of(99), 99)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(percentile(of(20), 95)).not.toBeNull();
    expect(percentile(of(100), 99)).not.toBeNull();
  });

  test("zero and absurd values have a bin too", () => {
    expect([binOf(0), binOf(-1), binOf(Number.NaN)]).toEqual([-600, -600, -600]);
    expect(binOf(1e300)).toBe(600);
  });
});
