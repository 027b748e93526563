import { describe, expect, test } from "vitest";
import type { RunChecks } from "@/lib/domain/checks";
import { articleReasons, evaluationReasons, runReasons } from "@/lib/domain/failure-reasons";
import type { QualityRunDetails } from "@/lib/domain/signals";

const PASSED: RunChecks = {
  gatesPassed: 5,
  gatesFailed: 0,
  draftValid: true,
  chartEmbedded: true,
  regenerations: 0,
  charts: 2,
  chartsPassed: 2,
};
const NOTHING_SAID: QualityRunDetails = {
  words: null,
  bannedPhrases: null,
  qualityIssues: [],
  zoneViolations: null,
  outcomes: [],
};

const reasons = (checks: Partial<RunChecks>, details: Partial<QualityRunDetails> = {}) =>
  runReasons({ ...PASSED, ...checks }, { ...NOTHING_SAID, ...details });

describe("the reasons of a run", () => {
  test("are none where nothing failed, though something was made again or an agent is not content", () => {
    const outcomes = [{ agent: "editor_agent", predicted: null, actual: "Failed -1 gates" }];
    expect(reasons({ regenerations: 3 }, { outcomes, qualityIssues: ["Style"] })).toEqual([]);
  });

  test("are none of checks that the run does not tell of", () => {
    const silent = { gatesPassed: null, gatesFailed: null, draftValid: null, chartEmbedded: null };
    expect(reasons({ ...silent, charts: null, chartsPassed: null, regenerations: null })).toEqual([]);
  });

  test.each<[Partial<RunChecks>, Partial<QualityRunDetails>, string]>([
    [
      { gatesPassed: 3, gatesFailed: 2 },
      { qualityIssues: ["Style", "Tone"] },
      "2 of 5 gates failed: Style, Tone",
    ],
    [{ gatesPassed: 0, gatesFailed: 1 }, {}, "1 of 1 gate failed"],
    [{ gatesFailed: 6 }, { qualityIssues: ["6 gates failed"] }, "6 of 11 gates failed"],
    [{ gatesFailed: 1 }, { qualityIssues: [..."abcdefg"] }, "1 of 6 gates failed: a, b, c, d, e and 2 more"],
    [{ draftValid: false }, { bannedPhrases: 2 }, "draft not valid: 2 banned phrases"],
    [{ draftValid: false }, { bannedPhrases: 0 }, "draft not valid"],
    [{ chartEmbedded: false }, {}, "chart not embedded"],
    [{ chartsPassed: 0 }, { zoneViolations: 1 }, "visual QA passed 0 of 2 charts: 1 zone violation"],
  ])("of %o with %o are: %s", (checks, details, reason) => {
    expect(reasons(checks, details)).toEqual([reason]);
  });

  test("end with how often things were made again and with the agents' own words", () => {
    const outcomes = [
      { agent: "writer_agent", predicted: "Clean draft", actual: "Pass" },
      { agent: "editor_agent", predicted: "All gates pass", actual: "Failed 1 gates" },
      { agent: "graphics_agent", predicted: null, actual: "late" },
    ];
    expect(reasons({ gatesFailed: 1, regenerations: 2 }, { outcomes })).toEqual([
      "1 of 6 gates failed",
      "2 regenerations of draft and charts",
      "editor agent said “Failed 1 gates”, predicted “All gates pass”",
      "graphics agent said “late”",
    ]);
  });
});

describe("the reasons of an article and of an evaluation", () => {
  test("name the validator, and the score where there is one", () => {
    expect(articleReasons(null)).toEqual(["publication validator refused it"]);
    expect(articleReasons(71)).toEqual(["publication validator refused it", "editorial score 71"]);
  });

  test("are the three weakest scores with their remarks", () => {
    const scores = [
      { name: "voice", score: 9, remark: null },
      { name: "structure", score: 1, remark: "0 headings" },
      { name: "opening_quality", score: 4, remark: null },
      { name: "evidence", score: 3, remark: "none" },
    ];
    expect(evaluationReasons(42.5, scores)).toEqual([
      "42.5 %, below 60 %",
      "structure 1: 0 headings",
      "evidence 3: none",
      "opening quality 4",
    ]);
    expect(scores[0]?.name).toBe("voice");
  });
});
