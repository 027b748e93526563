import { describe, expect, test } from "vitest";
import { digestWords } from "@/lib/domain/digest-words";
import {
  deltaWords,
  headline,
  REPORT_METRICS,
  type ReportFigure,
  type ReportMetric,
} from "@/lib/domain/report";
import { leftOut } from "@/lib/domain/report-gaps";
import { outcomeText } from "@/lib/domain/report-outcome";

const GAP = "\u00a0";
const figure = (
  metric: ReportMetric,
  value: number | null,
  more: Partial<ReportFigure> = {},
): ReportFigure => ({
  ...{ metric, value, before: null, n: value === null ? 0 : 100, n_before: 100, complete: true },
  ...more,
});
const nothing = REPORT_METRICS.map((metric) => figure(metric, metric === "cost_usd" ? 0 : null));
const known = [
  figure("cost_usd", 18.91),
  figure("articles", 31),
  figure("cost_per_article_usd", 0.61),
  figure("roi_multiplier", 412),
  figure("gate_pass_rate", 0.83),
];

describe("the headline", () => {
  test.each([
    [
      "all that is known",
      known,
      `Every dollar spent replaced $412 of human work; 31 articles at $0.6100 each; quality 83.0${GAP}% against a goal of 87${GAP}%.`,
    ],
    ["nothing", nothing, "Nothing was recorded in this period."],
    [
      "a spend without a return, of which part is not known",
      [figure("cost_usd", 4.1, { complete: false }), figure("articles", 0)],
      "$4.10+ was spent.",
    ],
    [
      "one article without a cost",
      [figure("articles", 1), figure("cost_per_article_usd", null)],
      "1 article.",
    ],
  ])("says %s", (_, figures, said) => {
    expect(headline(figures)).toBe(said);
  });
});

test("a difference is one of percent, of a rate one of points, and none where there is nothing before", () => {
  expect(deltaWords(figure("cost_usd", 3, { before: 2 }))).toBe(`+50${GAP}% from $2.00`);
  expect(deltaWords(figure("gate_pass_rate", 0.9, { before: 0.85, n_before: 8 }))).toBe(
    `+5${GAP}pt from 85${GAP}%`,
  );
  expect(deltaWords(figure("roi_multiplier", 9, { before: null }))).toBeNull();
});

test("what is left out is said once each, and not where nothing is", () => {
  const samples = { runs: 31, roi_multiplier: 31, unpriced_calls: 0, estimated_calls: 0 };
  const whole = {
    articles: 31,
    unpriced_models: [],
    estimated_cost_usd: 0,
    error_rate: 0,
    gate_pass_rate: 1,
  };
  expect(leftOut({ ...whole, samples, nowhere: 0 })).toEqual([]);
  const gaps = leftOut({
    ...{ articles: 31, unpriced_models: ["a", "b", "c", "d"], estimated_cost_usd: 2 },
    ...{ error_rate: null, gate_pass_rate: null, nowhere: 1 },
    samples: { runs: 31, roi_multiplier: 30, unpriced_calls: 2, estimated_calls: 3 },
  });
  expect(gaps).toEqual([
    "2 calls of a, b, c and 1 more have no known price: what is spent is at least that.",
    "$2.00 of the spend is at list prices, because the records do not say.",
    "1 of 31 runs has no human value or no known cost: the ROI does not count it.",
    "Nothing tells of gates: the quality is not known.",
    "Nothing tells of errors: how many jobs failed is not known.",
    "1 article belongs to neither blue nor green, and counts in no comparison of both.",
  ]);
});

test.each([
  [
    "rolled_back",
    { actor: "system", automatic: true, rule: "quality-collapse" },
    "went back by itself: quality-collapse",
  ],
  ["rolled_back", { actor: "ada", automatic: false, rule: null }, "rolled back by ada"],
  ["completed", null, "completed"],
] as const)("a release that is %s", (state, undone_by, said) => {
  expect(outcomeText({ state, undone_by })).toBe(said);
});

describe("a digest", () => {
  const news = {
    ...{
      from: "2026-11-16T00:00:00Z",
      to: "2026-11-23T00:00:00Z",
      timezone: "UTC",
      headline: headline(known),
    },
    budget: {
      ...{ month: "2026-11", limit_usd: 40, spent_usd: 20, spent_known: true, days_left: 7.6 },
      ...{ forecast_usd: 27.5, share: 0.5 },
    },
    ...{ figures: known, releases: [], rollbacks: 0, fired: { all: 0, grave: 0 }, needs: [] as string[] },
    link: "http://localhost:3000/report",
  };

  test("is plain text that begins with its title and ends with its link", () => {
    const { title, text } = digestWords(news);
    expect(title).toMatch(
      /^\[digest\] 16 Nov – 22 Nov 2026: Every dollar spent replaced \$412 of human work;/,
    );
    expect(text.split("\n")).toEqual([
      title,
      "",
      "Spend: $18.91",
      "Articles: 31",
      "Cost per article: $0.6100",
      "ROI multiplier: 412.0×",
      `Gate pass rate: 83.0${GAP}%`,
      `Budget: $20.00 spent in Nov 2026, 50${GAP}% of $40.00; forecast $27.50, 7 whole days left`,
      "",
      "Releases: none",
      "Rollbacks: none",
      "Alerts: none fired",
      "",
      "Nothing waits for anybody.",
      "",
      "Report: http://localhost:3000/report",
    ]);
  });

  test("takes the marks of chats out of what others wrote", () => {
    const releases = [
      { version: "<!channel> v2", environment: "green", state: "completed", undone_by: null } as const,
    ];
    const { text } = digestWords({ ...news, releases, needs: ["high: x fires,\n@here look"] });
    expect(text).toContain("Releases: ‹!channel› v2 on green, completed");
    expect(text).toContain("1 thing to look at:\n- high: x fires, ＠here look");
  });
});
