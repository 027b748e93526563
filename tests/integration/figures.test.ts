import { describe, expect, test } from "vitest";
import type { Kind } from "@/lib/ingest/parse";
import { reconciliationOf, summaryOf, usageOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { pushText, testApp } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";

type Document = readonly [Kind, string];

const EMPTY: Document = ["execution-roi", "execution_roi.1-empty.json"];
const SECOND: Document = ["execution-roi", "execution_roi.2.json"];
const THIRD: Document = ["execution-roi", "execution_roi.3.json"];
const SCHEMA: Document = ["execution-roi", "execution_roi.schema2.json"];
const LINES: Document = ["article-costs", "agent_sdk_costs.jsonl"];
const TWICE_RUNS: Document = ["execution-roi", "same-run-twice/execution_roi.json"];
const TWICE_LINES: Document = ["article-costs", "same-run-twice/agent_sdk_costs.jsonl"];

const send = (app: App, [kind, file]: Document) => pushText(app, kind, fixture(file));

/** Every order of a list. */
const orders = <T>(list: readonly T[]): T[][] =>
  list.length < 2
    ? [[...list]]
    : list.flatMap((one, at) => orders(list.toSpliced(at, 1)).map((rest) => [one, ...rest]));

const THIRD_FIGURES = {
  executions: 28,
  llm_calls: 31,
  tokens: { input: 32_500, output: 21_600, total: 54_100 },
  cost_usd: 0.277275,
  human_cost_usd: 3975,
  human_hours: 53,
  articles: 3,
  cost_per_article_usd: 0.02325,
  loaded_cost_per_article_usd: 0.092425,
  unpriced_models: [],
};

describe("the figures of the real files", () => {
  test("an empty document is taken, and says nothing", async () => {
    const { app } = await testApp();
    expect(await send(app, EMPTY)).toEqual({
      accepted: 0,
      updated: 0,
      duplicates: 0,
      rejected: [],
      notices: [],
    });
    const summary = await summaryOf(app, { range: "all" });
    expect(summary).toMatchObject({
      executions: 0,
      cost_usd: 0,
      tokens: { input: 0, output: 0, total: 0 },
      roi_multiplier: null,
    });
  });

  test("the second snapshot holds 16 executions", async () => {
    const { app } = await testApp();
    await send(app, SECOND);
    const summary = await summaryOf(app, { range: "all" });
    expect(summary).toMatchObject({
      executions: 16,
      tokens: { total: 29_100 },
      human_cost_usd: 2325,
      cost_usd: 0.147765,
    });
  });

  test.each(orders([EMPTY, SECOND, THIRD]))(
    "snapshots in the order %s, %s, %s, and all twice, give the third's figures",
    async (...documents) => {
      const { app } = await testApp();
      for (const document of [...documents, ...documents]) await send(app, document);
      const summary = await summaryOf(app, { range: "all" });
      expect(summary).toMatchObject(THIRD_FIGURES);
      expect(summary.roi_multiplier).toBeCloseTo(14_335.948, 3);
      expect(summary.mean_roi_multiplier).toBeCloseTo(64_473.77, 2);
      expect(summary.samples).toMatchObject({ roi_multiplier: 28, runs: 28, tokens: 31 });
    },
  );

  test("the same document again changes nothing and says so", async () => {
    const { app } = await testApp();
    expect(await send(app, THIRD)).toMatchObject({ accepted: 28, updated: 0, duplicates: 0 });
    expect(await send(app, THIRD)).toMatchObject({ accepted: 0, updated: 0, duplicates: 28 });
  });

  test("the other shape: three articles, their words and the hourly rate of the record", async () => {
    const { app } = await testApp();
    await send(app, SCHEMA);
    const summary = await summaryOf(app, { range: "all" });
    expect(summary).toMatchObject({
      executions: 3,
      articles: 3,
      llm_calls: 10,
      tokens: { total: 45_415 },
      cost_usd: 0.79889,
      human_cost_usd: 631.35,
    });
    expect(summary.roi_multiplier).toBeCloseTo(790.284, 3);
    expect(summary.cost_per_word_usd).toBeCloseTo(0.79889 / 2806, 9);
    expect(summary.article_time_s.p95).toBeNull();
  });

  test("an article-costs line is an article, not an execution; its dollars stand under its models", async () => {
    const { app } = await testApp();
    await send(app, LINES);
    const summary = await summaryOf(app, { range: "all" });
    expect(summary).toMatchObject({
      executions: 0,
      llm_calls: 0,
      articles: 1,
      cost_usd: 0.48664275,
      roi_multiplier: null,
      validator_pass_rate: 1,
    });
    const usage = await usageOf(app, { range: "all", by: "model" });
    expect(usage.totals.map(({ key, cost_usd, calls }) => [key, cost_usd, calls])).toEqual([
      ["claude-opus-4-7", 0.418399, 0],
      ["claude-sonnet-4-6", 0.06824375, 0],
    ]);
  });

  test.each([...orders([TWICE_RUNS, TWICE_LINES]), [TWICE_RUNS, TWICE_LINES, TWICE_RUNS, TWICE_LINES]])(
    "runs that stand in two sources count once, sent as %s then %s",
    async (...documents) => {
      const { app } = await testApp();
      for (const document of documents) await send(app, document);
      const summary = await summaryOf(app, { range: "all" });
      expect(summary).toMatchObject({
        articles: 2,
        executions: 2,
        llm_calls: 2,
        cost_usd: 1.46000853,
        human_cost_usd: 150,
        tokens: { input: null, output: null, total: null },
        tokens_per_article: null,
      });
      expect(summary.roi_multiplier).toBeCloseTo(102.739, 3);
      expect(summary.samples).toMatchObject({ tokens: 0, roi_multiplier: 2, runs: 2 });
      const { pairs, single_article_costs, single_executions } = await reconciliationOf(app, {
        range: "all",
      });
      expect(pairs.map(({ topic, difference_usd }) => [topic, difference_usd])).toEqual([
        ["the cost of a second opinion", 0.0358528],
        ["measuring what tests miss", 0.08836773],
      ]);
      expect([single_article_costs, single_executions]).toEqual([[], []]);
    },
  );

  test("all real files together, in any order, add up", async () => {
    const documents = [THIRD, SCHEMA, LINES, TWICE_RUNS, TWICE_LINES, SECOND];
    for (const turn of [0, 1, 2, 3, 4, 5]) {
      const { app } = await testApp();
      for (const document of [...documents.slice(turn), ...documents.slice(0, turn)])
        await send(app, document);
      const summary = await summaryOf(app, { range: "all" });
      expect(summary).toMatchObject({
        executions: 33,
        articles: 9,
        llm_calls: 43,
        tokens: { total: 99_515 },
      });
      expect(summary.cost_usd).toBeCloseTo(0.277275 + 0.79889 + 0.48664275 + 1.46000853, 9);
    }
  });
});
