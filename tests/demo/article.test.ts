import { calcPrice } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import { LINE_LAG_MS_MAX } from "@/lib/demo/article";
import { executionDocument } from "@/lib/demo/pipeline";
import { CHANGES, DAY_MS, LIST_PRICES, NEGOTIATED_RATE } from "@/lib/demo/story";
import { daysOf, historyOf, STORY } from "./history";
import { costLineShape, documentShape } from "./shapes";

const articles = historyOf(STORY);
const endOfHistoryMs = STORY.startMs + 90 * DAY_MS;

test("executions keep the pipeline's JSON-Schema shape", () => {
  const document = executionDocument(
    articles.map(({ execution }) => execution),
    STORY.startMs,
    endOfHistoryMs,
  );
  expect(documentShape.parse(JSON.parse(JSON.stringify(document))).executions.length).toBeGreaterThan(300);
});

test("lines keep the shape of the pipeline's cost log", () => {
  for (const { costLine } of articles) costLineShape.parse(JSON.parse(JSON.stringify(costLine)));
});

test.each(Object.entries(LIST_PRICES))("%s is listed at what the price table says", (model, price) => {
  const table = (input_tokens: number, output_tokens: number) =>
    calcPrice({ input_tokens, output_tokens }, model, { timestamp: new Date(STORY.startMs) });
  expect(table(100_000, 0)?.total_price).toBeCloseTo(price.promptUsd / 10, 9);
  expect(table(0, 100_000)?.total_price).toBeCloseTo(price.completionUsd / 10, 9);
  expect(table(1, 1)?.provider.id).toBe(price.provider);
});

test("every call costs what the price table says, less what was negotiated", () => {
  const negotiatedMs = STORY.startMs + CHANGES.negotiatedRateDay * DAY_MS;
  for (const { execution } of articles) {
    for (const { model, tokens_used, cost_usd } of execution.agents) {
      const usage = { input_tokens: tokens_used.prompt_tokens, output_tokens: tokens_used.completion_tokens };
      const listUsd = calcPrice(usage, model)?.total_price ?? Number.NaN;
      const negotiated = model.startsWith("claude") && Date.parse(execution.timestamp) >= negotiatedMs;
      expect(Math.abs(cost_usd - listUsd * (negotiated ? NEGOTIATED_RATE : 1))).toBeLessThan(1e-6);
    }
  }
});

test("both records of an article name the same topic and the same dollars, seconds apart", () => {
  for (const { execution, costLine } of articles) {
    expect(costLine.topic).toBe(execution.topic);
    expect(costLine.total_cost_usd).toBe(execution.totals.total_cost_usd);
    expect(execution.agents.map(({ cost_usd }) => cost_usd)).toEqual([
      costLine.research_cost_usd,
      costLine.writer_cost_usd,
      costLine.editor_cost_usd,
      costLine.graphics_cost_usd,
    ]);
    const lagMs = Date.parse(costLine.timestamp) - Date.parse(execution.timestamp);
    expect(lagMs).toBeGreaterThanOrEqual(1_000);
    expect(lagMs).toBeLessThanOrEqual(LINE_LAG_MS_MAX);
  }
});

test("totals are the sums of the parts", () => {
  for (const { execution, costLine } of articles) {
    const { agents, totals } = execution;
    const sum = (figures: number[]) => figures.reduce((total, figure) => total + figure, 0);
    expect(totals.total_tokens).toBe(sum(agents.map(({ tokens_used }) => tokens_used.total_tokens)));
    expect(totals.total_cost_usd).toBeCloseTo(sum(agents.map(({ cost_usd }) => cost_usd)), 6);
    expect(costLine.stage3_seconds).toBeCloseTo(sum(agents.map((agent) => agent.duration_seconds)), 2);
  }
});

test("no two executions share an id", () => {
  expect(new Set(articles.map(({ execution }) => execution.execution_id)).size).toBe(articles.length);
});

test("research moves to a smaller model first, then the writer", () => {
  const modelsOn = (day: number) =>
    daysOf(articles, STORY, day, day + 1).map(({ costLine }) => [
      costLine.research_model,
      costLine.writer_model,
    ])[0];
  expect(modelsOn(CHANGES.cheaperResearchDay - 1)).toEqual(["gpt-4o", "claude-opus-4-7"]);
  expect(modelsOn(CHANGES.cheaperWriterDay - 1)).toEqual(["gpt-4o-mini", "claude-opus-4-7"]);
  expect(modelsOn(CHANGES.cheaperWriterDay)).toEqual(["gpt-4o-mini", "claude-sonnet-4-6"]);
});
