import { describe, expect, test } from "vitest";
import type { FinishedJob } from "@/lib/domain/error-rule";
import { chanceHigher, SHARED_CAUSE, sharedCause } from "@/lib/domain/shared-cause";
import fc from "@/tests/support/laws";

const HOUR_MS = 3_600_000;
const NOW_MS = 100 * HOUR_MS;

/** Jobs that end a minute apart, the last of them so long ago; "x" failed. */
const jobs = (ends: string, agoMs = 0): FinishedJob[] =>
  [...ends].map((end, place) => ({
    endMs: NOW_MS - agoMs - (ends.length - 1 - place) * 60_000,
    bad: end === "x",
  }));

const BOTH_GOOD = ".".repeat(17);

describe("a shared cause", () => {
  test("is found where both fail at the same time", () => {
    const found = sharedCause(jobs(`${BOTH_GOOD}xxx`), jobs(`${BOTH_GOOD}xxx`), NOW_MS);
    expect(found.shared).toBe(true);
    expect(found.chanceWorse).toBeCloseTo(0.5, 9);
    expect(found.said).toBe(
      "both environments fail alike: 3 of 20 failed, 15 % against 3 of 20 failed, 15 %",
    );
  });

  test("is found where a young candidate has seen nothing but the outage of both", () => {
    expect(sharedCause(jobs("xxx"), jobs(`${BOTH_GOOD}xxx`), NOW_MS).shared).toBe(true);
  });

  test("is none where the control holds", () => {
    const found = sharedCause(jobs("xxx"), jobs(`${BOTH_GOOD}.xx`), NOW_MS);
    expect(found).toMatchObject({ shared: false, chanceWorse: null });
    expect(found.said).toBe("the other environment holds: 2 of 20 failed, 10 %");
    expect(sharedCause(jobs("xxx"), [], NOW_MS).said).toBe("the other environment holds: no jobs");
  });

  test("stays one while the control is well again, until the candidate alone goes on failing", () => {
    const presumed = (ours: string, theirs: string) =>
      sharedCause(jobs(ours), jobs(theirs), NOW_MS, { togetherMs: NOW_MS - HOUR_MS }).shared;
    const well = ".".repeat(20);
    expect(presumed(`xxxxx${BOTH_GOOD}`, `xxxx${well}`)).toBe(true);
    expect(sharedCause(jobs(`xxxxx${BOTH_GOOD}`), jobs(`xxxx${well}`), NOW_MS).shared).toBe(false);
    expect(presumed(`xxxxx${well}`, `xxxx${well}`)).toBe(true);
    expect(presumed("xxxxx", "")).toBe(true);
    expect(presumed("xxx.xxxx", `xxxx${well}`)).toBe(false);
    expect(presumed("xxx", `${"x".repeat(30)}${"..".repeat(30)}`)).toBe(false);
  });

  test("is none where the candidate fails clearly more often, though the control breaks the rule, too", () => {
    const found = sharedCause(jobs("xx.xxxxxxx.xxxx.xxxx"), jobs("x...x...x...x...x..x"), NOW_MS);
    expect(found.shared).toBe(false);
    expect(found.chanceWorse).toBeGreaterThan(0.99);
  });

  test("three times the control's rate is always clear, and nothing below it where the chance may not speak", () => {
    const limits = { ...SHARED_CAUSE, chanceWorse: 1.1 };
    const control = jobs("...x...x...x...x...x");
    const candidate = (failed: number) => jobs(".".repeat(20 - failed) + "x".repeat(failed));
    expect(sharedCause(candidate(15), control, NOW_MS, { limits }).shared).toBe(false);
    expect(sharedCause(candidate(14), control, NOW_MS, { limits }).shared).toBe(true);
  });

  test("the chance alone is clear, too: from 0.9 on", () => {
    const limits = { ...SHARED_CAUSE, multiple: Number.POSITIVE_INFINITY };
    const control = jobs("...x...x...x...x...x");
    const candidate = (failed: number) => jobs(".".repeat(20 - failed) + "x".repeat(failed));
    const chances = [8, 9].map((failed) => sharedCause(candidate(failed), control, NOW_MS, { limits }));
    expect(chances.map(({ shared }) => shared)).toEqual([true, false]);
    expect(chances[0]?.chanceWorse).toBeLessThan(0.9);
    expect(chances[1]?.chanceWorse).toBeGreaterThanOrEqual(0.9);
  });

  test("compares with the control's newest where it makes nothing any more", () => {
    const control = jobs("x...x...x...x...x...x", 5 * HOUR_MS).slice(-20);
    expect(sharedCause(jobs("xxx"), [...control], NOW_MS).shared).toBe(false);
    const broken = jobs("x".repeat(20), 5 * HOUR_MS);
    expect(sharedCause(jobs("xxx"), broken, NOW_MS).shared).toBe(true);
  });

  test("takes of the control what is up to a day old, and nothing older", () => {
    const one = (agoMs: number) =>
      sharedCause(jobs("xxx"), jobs("x", agoMs).concat(jobs("xx", agoMs)), NOW_MS);
    const exactly = jobs("xxx", 24 * HOUR_MS - 2 * 60_000);
    expect(sharedCause(jobs("xxx"), exactly, NOW_MS).shared).toBe(true);
    expect(sharedCause(jobs("xxx"), exactly, NOW_MS + 1).shared).toBe(false);
    expect(one(25 * HOUR_MS).said).toBe("the other environment holds: no jobs");
  });

  test("can be switched off", () => {
    const limits = { ...SHARED_CAUSE, on: false };
    expect(sharedCause(jobs("xxx"), jobs("xxx"), NOW_MS, { limits }).shared).toBe(false);
  });
});

describe("the chance that one share is higher", () => {
  test.each([
    [3, 3, 0, 0, 0.8],
    [0, 0, 0, 0, 0.5],
    [1, 1, 0, 1, 5 / 6],
    // 1 − E[Y⁴] of Y ~ Beta(6, 16).
    [3, 3, 5, 20, 1 - (6 * 7 * 8 * 9) / (22 * 23 * 24 * 25)],
  ])("of %i of %i over %i of %i is %d", (k1, n1, k2, n2, chance) => {
    expect(chanceHigher({ k: k1, n: n1 }, { k: k2, n: n2 })).toBeCloseTo(chance, 3);
  });

  const counts = fc
    .integer({ min: 0, max: 300 })
    .chain((n) => fc.integer({ min: 0, max: n }).map((k) => ({ k, n })));

  test("is one less that of the other", () => {
    fc.assert(
      fc.property(counts, counts, (one, two) => {
        expect(chanceHigher(one, two) + chanceHigher(two, one)).toBeCloseTo(1, 8);
      }),
    );
  });

  test("grows with every failure", () => {
    fc.assert(
      fc.property(counts, counts, (one, two) => {
        fc.pre(one.k < one.n);
        const more = chanceHigher({ ...one, k: one.k + 1 }, two);
        expect(more).toBeGreaterThanOrEqual(chanceHigher(one, two) - 1e-9);
      }),
    );
  });

  test.each([
    [2, 1],
    [-1, 1],
    [0.5, 1],
  ])("refuses %d of %d", (k, n) => {
    expect(() => chanceHigher({ k, n }, { k: 0, n: 1 })).toThrow(RangeError);
  });
});
