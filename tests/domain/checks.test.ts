import { describe, expect, test } from "vitest";
import { passedAtFirstTry, type RunChecks, runFacts } from "@/lib/domain/checks";

const PASSED: RunChecks = {
  gatesPassed: 5,
  gatesFailed: 0,
  draftValid: true,
  chartEmbedded: true,
  regenerations: 0,
  charts: 1,
  chartsPassed: 1,
};

describe("a run that passed at the first try", () => {
  test.each<[Partial<RunChecks>, boolean | null]>([
    [{}, true],
    [{ draftValid: null, chartEmbedded: null, charts: null, chartsPassed: null }, true],
    [{ gatesFailed: 1 }, false],
    [{ regenerations: 1 }, false],
    [{ draftValid: false }, false],
    [{ chartEmbedded: false }, false],
    [{ chartsPassed: 0 }, false],
    [{ gatesPassed: null, gatesFailed: null }, null],
    [{ regenerations: null }, null],
  ])("with %o: %s", (checks, passed) => {
    expect(passedAtFirstTry({ ...PASSED, ...checks })).toBe(passed);
  });
});

describe("what a run adds to the sums", () => {
  test("is one of each check that it tells of", () => {
    expect(runFacts({ ...PASSED, gatesFailed: 2, charts: 3, chartEmbedded: false })).toEqual({
      gate_runs: 1,
      gates_passed: 5,
      gates_failed: 2,
      yield_known: 1,
      yield_passed: 0,
      charts_known: 1,
      charts_embedded: 0,
      drafts_known: 1,
      drafts_valid: 1,
      visual_checked: 3,
      visual_passed: 1,
    });
  });

  test("is nothing where it tells of none", () => {
    const silent = Object.fromEntries(Object.keys(PASSED).map((field) => [field, null]));
    expect(runFacts({ ...PASSED, ...silent })).toEqual({});
  });
});
