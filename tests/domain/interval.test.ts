import { describe, expect, test } from "vitest";
import { intervalOfFew, wilson } from "@/lib/domain/interval";
import fc from "@/tests/support/laws";

const counts = fc
  .tuple(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([total, share]) => [Math.round(total * share), total] as const);

describe("the Wilson interval", () => {
  // Newcombe, Two-sided confidence intervals for the single proportion (Statistics in Medicine 17, 1998), table I.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i of %i is the published one", (passed, total, low, high) => {
    const found = wilson(passed, total)!;
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  test("of nothing is unknown", () => {
    expect(wilson(0, 0)).toBeNull();
  });

  test("contains the rate and stays within 0 to 1", () => {
    fc.assert(
      fc.property(counts, ([passed, total]) => {
        const { low, high } = wilson(passed, total)!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(passed / total);
        expect(high).toBeGreaterThanOrEqual(passed / total);
      }),
    );
  });

  test("narrows where the same rate is seen of more", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 50 }), ([passed, total], times) => {
        const few = wilson(passed, total)!;
        const many = wilson(passed * times, total * times)!;
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
      }),
    );
  });

  test("of what failed mirrors that of what passed", () => {
    fc.assert(
      fc.property(counts, ([passed, total]) => {
        const of = wilson(passed, total)!;
        const mirrored = wilson(total - passed, total)!;
        expect(mirrored.low).toBeCloseTo(1 - of.high, 10);
        expect(mirrored.high).toBeCloseTo(1 - of.low, 10);
      }),
    );
  });

  test.each([
    [-1, 3],
    [4, 3],
    [0.5, 3],
    [1, Number.NaN],
    [0, -1],
  ])("refuses %d of %d", (passed, total) => {
    expect(() => wilson(passed, total)).toThrow(RangeError);
  });

  test("is told of 29, and no more of 30", () => {
    expect(intervalOfFew(29, 29)).toEqual(wilson(29, 29));
    expect(intervalOfFew(30, 30)).toBeNull();
    expect(intervalOfFew(0, 0)).toBeNull();
  });
});
