import { describe, expect, test } from "vitest";
import { usdPerOne } from "@/db/queries/money";
import { evaluationFacts, runFacts } from "@/lib/domain/checks";
import type { QualityFacts } from "@/lib/domain/facts";
import { binOf, middleOf, percentile } from "@/lib/domain/histogram";
import { wilson } from "@/lib/domain/interval";
import { type NanoUsd, nanoUsd, usd } from "@/lib/domain/money";
import { pairs } from "@/lib/domain/pairing";
import { pricedCost } from "@/lib/domain/price";
import { period, periodBefore } from "@/lib/domain/range";
import { perOne, roiMultiplier } from "@/lib/domain/roi";
import { EVALUATION_PERCENT_MIN, GATE_PASS_RATE } from "@/lib/domain/targets";
import { Calendar, instantMs } from "@/lib/domain/time";
import { totals, type Unit } from "@/lib/domain/unit";
import { parseAgentMetrics } from "@/lib/ingest/agent-metrics";
import { parseArticleCosts } from "@/lib/ingest/article-costs";
import { parseArticleEvals } from "@/lib/ingest/article-evals";
import { parseExecutionRoi } from "@/lib/ingest/execution-roi";
import { preparedExecution } from "@/lib/server/prepare";
import { fixture } from "@/tests/support/fixture";
import { costedRun, POLICY, summed, unitsOf } from "@/tests/support/units";

// Every number here stands in docs/maths.md, under the title of its group.

const third = () => summed(unitsOf("execution_roi.3.json"));
const schema = () => summed(unitsOf("execution_roi.schema2.json"));
const roi = (human: number, cost: number) => roiMultiplier(human as NanoUsd, cost as NanoUsd);

describe("money", () => {
  test("adds up exactly", () => {
    expect(nanoUsd(0.1) + nanoUsd(0.2)).toBe(300_000_000);
    expect(0.1 + 0.2).not.toBe(0.3);
  });
});

describe("cost of a call", () => {
  const call = {
    model: "gpt-4o",
    inputTokens: 1000,
    outputTokens: 500,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    costNanoUsd: null,
  };
  const cost = (given: Partial<typeof call>) =>
    pricedCost({ ...call, ...given }, Date.UTC(2026, 10, 23), POLICY.freeModels);

  test("1,000 tokens in and 500 out of gpt-4o cost $0.0075", () => {
    expect(usd(cost({}).costNanoUsd)).toBe(0.0075);
    expect(cost({}).origin).toBe("estimated");
  });

  test("600 of the 1,000 from a cache make it $0.00675", () => {
    expect(usd(cost({ cacheReadTokens: 600 }).costNanoUsd)).toBe(0.00675);
  });

  test("a call counts, not its execution's rounded total", () => {
    const writer = parseExecutionRoi(fixture("execution_roi.3.json"), "UTC").records.find(
      (record) => record.agent === "writer_agent",
    )!;
    expect(usd(writer.totalCostNanoUsd!)).toBe(0.0112);
    expect(usd(writer.calls[0]!.costNanoUsd!)).toBe(0.01125);
    expect(usd(preparedExecution(writer, null, null, POLICY).row.cost_nano as NanoUsd)).toBe(0.01125);
  });
});

describe("ROI multiplier", () => {
  test("$3,975 by $0.277275 is 14,335.948, of 28 of 28 runs", () => {
    const { runs } = third();
    expect([usd(runs.roi_human_nano), usd(runs.roi_cost_nano)]).toEqual([3975, 0.277275]);
    expect([runs.roi_runs, runs.runs]).toEqual([28, 28]);
    expect(roi(runs.roi_human_nano, runs.roi_cost_nano)).toBeCloseTo(14_335.948, 3);
  });

  test("the other shape: $631.35 by $0.79889 is 790.284", () => {
    const { runs } = schema();
    expect([usd(runs.roi_human_nano), usd(runs.roi_cost_nano)]).toEqual([631.35, 0.79889]);
    expect(roi(runs.roi_human_nano, runs.roi_cost_nano)).toBeCloseTo(790.284, 3);
  });
});

describe("mean of multipliers", () => {
  test("is 64,473.77 over the same 28 runs", () => {
    const { runs } = third();
    expect(perOne(runs.ratio_milli / 1000, runs.ratio_runs)).toBeCloseTo(64_473.77, 2);
  });

  test("follows five runs that together spent $0.001275", () => {
    const cheap = unitsOf("execution_roi.3.json").filter(
      (unit) => totals(unit).costNano === nanoUsd(0.000255),
    );
    expect(cheap).toHaveLength(5);
    expect(usd(summed(cheap).runs.roi_cost_nano)).toBe(0.001275);
    expect(roi(nanoUsd(75), nanoUsd(0.000255))).toBeCloseTo(294_117.65, 2);
  });
});

describe("gate-adjusted ROI", () => {
  test("credits only what passed, and counts all spend: 30 instead of 120", () => {
    const { runs, usage } = summed([
      costedRun(75, 1, true),
      costedRun(75, 1, false),
      costedRun(150, 0.5, null),
    ]);
    expect(roi(runs.roi_human_nano, runs.roi_cost_nano)).toBe(120);
    expect(roi(runs.published_human_nano, usage.cost_nano)).toBe(30);
  });
});

describe("cost per article", () => {
  test("is $0.02325 for three articles, loaded $0.092425", () => {
    const { runs, usage } = third();
    expect(runs.articles).toBe(3);
    expect(usdPerOne(runs.article_cost_nano, runs.articles)).toBe(0.02325);
    expect(usdPerOne(usage.cost_nano, runs.articles)).toBe(0.092425);
  });
});

describe("tokens per article", () => {
  test("are 4,200, and 15,138.33 in the other shape", () => {
    const { runs } = third();
    expect(runs.article_tokens).toBe(12_600);
    expect(perOne(runs.article_tokens, runs.token_articles)).toBe(4200);
    const other = schema().runs;
    expect(perOne(other.article_tokens, other.token_articles)).toBeCloseTo(15_138.33, 2);
  });

  test("are unknown where calls cost something and report no tokens", () => {
    const { runs } = summed(unitsOf("same-run-twice/execution_roi.json"));
    expect(perOne(runs.article_tokens, runs.token_articles)).toBeNull();
  });
});

describe("cost per word", () => {
  test("is $0.000284708 where records count words", () => {
    const { runs } = schema();
    expect(runs.words).toBe(2806);
    expect(usdPerOne(runs.word_cost_nano, runs.words)).toBe(0.000284708);
  });

  test("is $0.000439605 where six characters make a word", () => {
    const line = parseArticleCosts(fixture("agent_sdk_costs.jsonl"), "UTC").records[0]!;
    const costNano = line.parts.reduce((sum, part) => sum + part.costNanoUsd, 0);
    const stored = {
      ...line,
      parts: line.parts.map((part) => ({ ...part, provider: "", costNano: 0 })),
      costNano,
    };
    const unit: Unit = { atMs: 0, environment: "", isArticle: true, line: stored, executions: [] };
    expect(totals(unit)).toMatchObject({ words: 1107, wordsEstimated: true, humanNano: null });
    const { runs } = summed([unit]);
    expect(usdPerOne(runs.word_cost_nano, runs.words)).toBe(0.000439605);
    expect(runs.roi_runs).toBe(0);
  });
});

describe("percentiles", () => {
  test("288.03 s falls into bin 145 and is answered as 289.28 s", () => {
    expect(binOf(288.03)).toBe(145);
    expect(middleOf(145)).toBeCloseTo(289.28, 2);
  });

  test.each([
    [50, 1],
    [95, 20],
    [99, 100],
  ] as const)("p%i needs %i samples", (percent, samples) => {
    expect(percentile(new Map([[145, samples - 1]]), percent)).toBeNull();
    expect(percentile(new Map([[145, samples]]), percent)).toBe(middleOf(145));
  });
});

describe("gate pass rate, first-pass yield, charts and drafts", () => {
  const { records: runs } = parseAgentMetrics(fixture("agent_metrics.json"), "UTC");
  const facts = runs.map(runFacts);
  const sum = (field: keyof QualityFacts) => facts.reduce((total, one) => total + (one[field] ?? 0), 0);
  const percent = (passed: number, total: number) => perOne(100 * passed, total);

  test("52 of 64 gates passed, 81.25 %: two of 13 runs claim what cannot be", () => {
    expect([runs.length, sum("gate_runs")]).toEqual([13, 11]);
    expect([sum("gates_passed"), sum("gates_failed")]).toEqual([52, 12]);
    expect(percent(52, 52 + 12)).toBe(81.25);
    expect(percent(52 + 6 + 7, 64 + (6 - 1) + (7 - 2))).toBeCloseTo(87.8, 1);
    expect(GATE_PASS_RATE).toEqual({ goal: 0.87, review: 0.8, rollback: 0.7 });
  });

  test("everything passed at the first try in 4 of 11 runs", () => {
    expect([sum("yield_passed"), sum("yield_known")]).toEqual([4, 11]);
    expect(percent(4, 11)).toBeCloseTo(36.36, 2);
  });

  test.each([
    ["charts_embedded", "charts_known", 11, 13, 84.6],
    ["drafts_valid", "drafts_known", 6, 13, 46.2],
    ["visual_passed", "visual_checked", 8, 11, 72.7],
  ] as const)("%s of %s: %d of %d, %d %%", (passed, known, count, total, rate) => {
    expect([sum(passed), sum(known)]).toEqual([count, total]);
    expect(percent(count, total)).toBeCloseTo(rate, 1);
  });
});

describe("editorial scores", () => {
  test("five evaluations of 80 and four times 46 have a mean of 52.8", () => {
    const { records } = parseArticleEvals(fixture("article_evals.json"), "UTC");
    expect(records.map(({ percentage }) => percentage)).toEqual([80, 46, 46, 46, 46]);
    const facts = records.map(({ percentage }) => evaluationFacts(percentage * 1000));
    const milli = facts.reduce((total, one) => total + (one.evaluation_score_milli ?? 0), 0);
    expect(perOne(milli / 1000, facts.length)).toBe(52.8);
    expect(EVALUATION_PERCENT_MIN).toBe(60);
  });
});

describe("Wilson interval", () => {
  test.each([
    [11, 13, 57.8, 95.7],
    [3, 3, 43.9, 100],
  ])("%d of %d: %d %% to %d %%", (passed, total, low, high) => {
    const interval = wilson(passed, total)!;
    expect(100 * interval.low).toBeCloseTo(low, 1);
    expect(100 * interval.high).toBeCloseTo(high, 1);
  });
});

describe("one run in two sources", () => {
  const executions = parseExecutionRoi(fixture("same-run-twice/execution_roi.json"), "UTC").records;
  const lines = parseArticleCosts(fixture("same-run-twice/agent_sdk_costs.jsonl"), "UTC").records;

  test("execution and line of a topic are one article, and the line's dollars count: 102.739", () => {
    const matched = executions.map((execution) => {
      const mates = lines.filter((line) => line.topic === execution.topic);
      const found = pairs(
        [{ id: 1, identity: "execution", atMs: execution.endMs, isArticle: true }],
        mates.map((line, id) => ({ id, identity: `${id}`, atMs: line.atMs })),
      );
      return { execution, line: mates[found.get(1)!]! };
    });
    const cost = matched.flatMap(({ line }) => line.parts).reduce((sum, part) => sum + part.costNanoUsd, 0);
    const human = matched.reduce((sum, { execution }) => sum + execution.humanCostNanoUsd!, 0);
    expect([usd(cost), usd(human)]).toEqual([1.46000853, 150]);
    expect(roi(human, cost)).toBeCloseTo(102.739, 3);
  });

  test("15 minutes apart is one run, a millisecond more is two", () => {
    const apart = (ms: number) =>
      pairs([{ id: 1, identity: "e", atMs: 0, isArticle: true }], [{ id: 2, identity: "l", atMs: ms }]).size;
    expect([apart(900_000), apart(900_001)]).toEqual([1, 0]);
  });
});

describe("buckets", () => {
  const HOUR_MS = 3_600_000;
  const bucket = (zone: string, at: string, unit: "hour" | "day") => {
    const calendar = new Calendar(zone);
    const fromMs = calendar.floorMs(Date.parse(at), unit);
    const toMs = calendar.nextMs(Date.parse(at), unit);
    return [new Date(fromMs).toISOString().slice(0, 16), (toMs - fromMs) / HOUR_MS];
  };

  test.each([
    ["Asia/Kolkata", "2026-01-08T10:00Z", "hour", "2026-01-08T09:30", 1],
    ["Asia/Kolkata", "2026-01-08T10:00Z", "day", "2026-01-07T18:30", 24],
    ["Europe/London", "2026-03-29T12:00Z", "day", "2026-03-29T00:00", 23],
    ["Europe/London", "2026-10-25T12:00Z", "day", "2026-10-24T23:00", 25],
    ["Europe/London", "2026-10-25T00:30Z", "hour", "2026-10-25T00:00", 1],
    ["Europe/London", "2026-10-25T01:30Z", "hour", "2026-10-25T01:00", 1],
    ["Australia/Lord_Howe", "2026-04-04T15:10Z", "hour", "2026-04-04T14:00", 1.5],
  ] as const)("%s, %s: the %s from %s has %d hours", (zone, at, unit, from, hours) => {
    expect(bucket(zone, at, unit)).toEqual([from, hours]);
  });

  test.each([
    ["2026-10-25 01:30", "2026-10-25T00:30:00.000Z"],
    ["2026-03-29 01:30", "2026-03-29T01:30:00.000Z"],
  ])("%s on the clocks of London is %s", (text, instant) => {
    expect(new Date(instantMs(text, "Europe/London")!).toISOString()).toBe(instant);
  });
});

describe("ranges", () => {
  test("30d holds the day that is not over, 31 days in all; the period before has as many", () => {
    const calendar = new Calendar("UTC");
    const now = period({ range: "30d" }, calendar, Date.UTC(2026, 10, 23, 12, 20), null);
    const before = periodBefore(now, calendar);
    const days = [before.fromMs, before.toMs, now.fromMs, now.toMs].map((ms) =>
      new Date(ms).toISOString().slice(0, 10),
    );
    expect(days).toEqual(["2026-09-23", "2026-10-24", "2026-10-24", "2026-11-24"]);
    expect(calendar.daysBetween(now.fromMs, now.toMs)).toBe(31);
  });
});
