import { expect, test } from "vitest";
import { trendSlots } from "@/lib/client/trend-slots";
import type { TrendPoint, TrendsReply } from "@/lib/contract/trends";
import { binOf } from "@/lib/domain/histogram";

const day = (date: string, articles: number, articleUsd: number, humanUsd: number, seconds: number) =>
  ({
    time: `${date}T00:00:00.000Z`,
    executions: articles,
    articles,
    cost_usd: articleUsd * 2,
    roi_multiplier: null,
    cost_per_article_usd: null,
    loaded_cost_per_article_usd: null,
    tokens_per_article: null,
    cost_per_word_usd: null,
    article_time_s: { p50: null, p95: null },
    sums: {
      article_cost_usd: articleUsd,
      roi_runs: articles,
      roi_human_cost_usd: humanUsd,
      roi_cost_usd: articleUsd,
      token_articles: 0,
      article_tokens: 0,
      words: 0,
      word_cost_usd: 0,
    },
    article_times: [{ bin: binOf(seconds), count: articles }],
  }) satisfies TrendPoint;

const reply: TrendsReply = {
  from: "2026-08-24T00:00:00.000Z",
  to: "2026-11-23T00:00:00.000Z",
  timezone: "UTC",
  bucket: "day",
  series: [day("2026-08-24", 1, 1, 100, 300), day("2026-08-25", 19, 1, 100, 600)],
};

test("days that become a week give ratios of their sums, not means of their ratios", () => {
  const [week] = trendSlots(reply);
  expect(week).toMatchObject({ articles: 20, costUsd: 4, costPerArticleUsd: 0.1, roiMultiplier: 100 });
  expect(week?.loadedCostPerArticleUsd).toBe(0.2);
});

test("percentiles come from the merged histogram, so twenty articles of two days have a p95", () => {
  const [week] = trendSlots(reply);
  expect(week?.timedArticles).toBe(20);
  expect(week?.articleSecondsP95).toBeGreaterThan(570);
  expect(week?.articleSecondsP95).toBeLessThan(630);
});

test("a week without records is unknown, not zero", () => {
  expect(trendSlots(reply)[1]).toMatchObject({ articles: 0, costUsd: null, roiMultiplier: null });
});
