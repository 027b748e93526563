import type { Db } from "@/db/schema";
import type { TrendsReply } from "@/lib/contract/trends";
import { NO_RUNS, type RunFacts } from "@/lib/domain/facts";
import { type Histogram, percentile } from "@/lib/domain/histogram";
import { type NanoUsd, usd } from "@/lib/domain/money";
import { perOne, roiMultiplier } from "@/lib/domain/roi";
import { isoTime, usdPerOne } from "./money";
import { articleTimeRows, costSeries, runSeries, type Slice } from "./rollups";

/** One row per bucket that has records, oldest first. Reads rollups only. */
export async function trendSeries(db: Db, slice: Slice): Promise<TrendsReply["series"]> {
  const costs = new Map((await costSeries(db, slice)).map((row) => [row.start_ms, row.cost_nano]));
  const runs = new Map((await runSeries(db, slice)).map((row) => [row.start_ms, row]));
  const times = await articleTimes(db, slice);
  return [...new Set([...costs.keys(), ...runs.keys()])]
    .sort((a, b) => a - b)
    .map((startMs) =>
      point(startMs, costs.get(startMs) ?? 0, runs.get(startMs) ?? NO_RUNS, times.get(startMs) ?? new Map()),
    );
}

function point(
  startMs: number,
  costNano: number,
  runs: RunFacts,
  times: Histogram,
): TrendsReply["series"][number] {
  return {
    time: isoTime(startMs),
    executions: runs.executions,
    articles: runs.articles,
    cost_usd: usd(costNano),
    roi_multiplier: roiMultiplier(runs.roi_human_nano as NanoUsd, runs.roi_cost_nano as NanoUsd),
    cost_per_article_usd: usdPerOne(runs.article_cost_nano, runs.articles),
    loaded_cost_per_article_usd: usdPerOne(costNano, runs.articles),
    tokens_per_article: perOne(runs.article_tokens, runs.token_articles),
    cost_per_word_usd: usdPerOne(runs.word_cost_nano, runs.words),
    article_time_s: { p50: percentile(times, 50), p95: percentile(times, 95) },
    sums: {
      article_cost_usd: usd(runs.article_cost_nano),
      roi_runs: runs.roi_runs,
      roi_human_cost_usd: usd(runs.roi_human_nano),
      roi_cost_usd: usd(runs.roi_cost_nano),
      token_articles: runs.token_articles,
      article_tokens: runs.article_tokens,
      words: runs.words,
      word_cost_usd: usd(runs.word_cost_nano),
    },
    article_times: [...times].map(([bin, count]) => ({ bin, count })),
  };
}

async function articleTimes(db: Db, slice: Slice): Promise<Map<number, Histogram>> {
  const rows = await articleTimeRows(db, slice)
    .select(({ fn }) => ["start_ms", "bin", fn.sum<number>("count").as("count")])
    .groupBy(["start_ms", "bin"])
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.start_ms)].map(([startMs, mine]) => [
      startMs,
      new Map(mine.map(({ bin, count }) => [bin, count])),
    ]),
  );
}
