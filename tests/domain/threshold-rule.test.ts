import { describe, expect, test } from "vitest";
import { memoryTrend } from "@/lib/domain/memory-trend";
import { thresholdFinding } from "@/lib/domain/threshold-rule";
import { figure, percent } from "@/lib/domain/words";
import fc from "@/tests/support/laws";

const HOUR_MS = 3_600_000;

describe("a fixed threshold", () => {
  const rag = { op: ">", threshold: 500, minSamples: 20 } as const;
  const wording = { what: "p95 of RAG queries", show: (ms: number) => `${figure(ms)} ms` };

  test.each([
    [500, 20, "pass"],
    [501, 20, "fail"],
    [501, 19, "not_enough_evidence"],
    [null, 19, "not_enough_evidence"],
    [null, 25, "not_enough_evidence"],
    [null, 0, "no_data"],
    [0, 20, "pass"],
  ] as const)("p95 of %s ms of %i queries: %s", (value, n, verdict) => {
    expect(thresholdFinding(value, n, rag).verdict).toBe(verdict);
  });

  test.each([
    [">", [false, false, true]],
    [">=", [false, true, true]],
    ["<", [true, false, false]],
    ["<=", [true, true, false]],
  ] as const)("%s below, at and above it", (op, broken) => {
    const verdicts = [0.9, 1, 1.1].map((value) =>
      thresholdFinding(value, 1, { op, threshold: 1, minSamples: 1 }),
    );
    expect(verdicts.map(({ verdict }) => verdict === "fail")).toEqual(broken);
  });

  test("says its figure and its limit", () => {
    expect(thresholdFinding(612, 20, rag, wording).said).toBe("p95 of RAG queries 612 ms (limit 500 ms)");
    expect(thresholdFinding(null, 1, rag, wording).said).toBe("p95 of RAG queries of 1 sample, it takes 20");
    expect(thresholdFinding(null, 0, rag, wording).said).toBe("no p95 of RAG queries");
  });
});

describe("the trend of memory", () => {
  const grown = (perHour: number, from = 1_000_000_000) =>
    [0, 1, 2, 3].map((hour) => ({
      atMs: Date.UTC(2026, 10, 23) + hour * HOUR_MS,
      bytes: from + hour * perHour,
    }));

  test("100 MB an hour from 1.3 GB reach 2 GB in 7 hours", () => {
    const trend = memoryTrend(grown(100_000_000));
    expect(trend?.bytesPerHour).toBeCloseTo(100_000_000, 3);
    expect((trend?.msToMax ?? 0) / HOUR_MS).toBeCloseTo(7, 9);
  });

  test("which does not grow reaches nothing; which is there needs no time", () => {
    expect(memoryTrend(grown(0))).toEqual({ bytesPerHour: 0, msToMax: null });
    expect(memoryTrend(grown(-1_000_000))?.msToMax).toBeNull();
    expect(memoryTrend(grown(1_000_000, 2_000_000_000))?.msToMax).toBe(0);
  });

  test("of one moment is unknown", () => {
    expect(memoryTrend([])).toBeNull();
    expect(memoryTrend(grown(5).slice(1, 2))).toBeNull();
    expect(
      memoryTrend([
        { atMs: 5, bytes: 1 },
        { atMs: 5, bytes: 9 },
      ]),
    ).toBeNull();
  });

  test("does not depend on the order of its samples, nor on when they were", () => {
    const sample = fc.record({ atMs: fc.nat(10_000_000), bytes: fc.nat(1_900_000_000) });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 3, maxLength: 30 }), fc.nat(2 ** 41), (samples, shiftMs) => {
        fc.pre(new Set(samples.map(({ atMs }) => atMs)).size === samples.length);
        const trend = memoryTrend(samples);
        const moved = memoryTrend(
          samples.toReversed().map(({ atMs, bytes }) => ({ atMs: atMs + shiftMs, bytes })),
        );
        const scale = 1e6 + Math.abs(trend?.bytesPerHour ?? 0);
        expect((moved?.bytesPerHour ?? 0) / scale).toBeCloseTo((trend?.bytesPerHour ?? 0) / scale, 6);
      }),
    );
  });
});

test.each([
  [0.25, "25 %"],
  [0.004, "0.4 %"],
  [1, "100 %"],
  [0, "0 %"],
])("the share %d is %s", (share, words) => {
  expect(percent(share)).toBe(words);
});

test.each([
  [1.2549, "1.25"],
  [612.4, "612"],
  [12_345, "12345"],
  [0.00432, "0.00432"],
  [0, "0"],
  [-2.5, "-2.5"],
])("the figure %d is %s", (value, words) => {
  expect(figure(value)).toBe(words);
});
