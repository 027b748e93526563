import type { TrendPoint, TrendsReply } from "@/lib/contract/trends";
import { percentile } from "@/lib/domain/histogram";
import { merged } from "./bins";
import { gathered, type Slot } from "./buckets";

/** The figures of one place on the time axis. Null where nothing happened or nothing is known. */
export interface TrendSlot extends Slot {
  /** Runs and articles that the figures stand on. */
  executions: number;
  articles: number;
  roiRuns: number;
  timedArticles: number;
  costUsd: number | null;
  costPerArticleUsd: number | null;
  loadedCostPerArticleUsd: number | null;
  roiMultiplier: number | null;
  articleSecondsP50: number | null;
  articleSecondsP95: number | null;
}

/** A trend on the axis of a chart. Days that are put together add up first; ratios are then ratios of sums. */
export const trendSlots = (reply: TrendsReply): TrendSlot[] =>
  gathered(reply, reply.series).map(({ slot, rows }) => ({ ...slot, ...figures(rows) }));

function figures(rows: readonly TrendPoint[]): Omit<TrendSlot, keyof Slot> {
  const sum = (of: (row: TrendPoint) => number) => rows.reduce((total, row) => total + of(row), 0);
  const costUsd = sum((row) => row.cost_usd);
  const articles = sum((row) => row.articles);
  const times = merged(rows.map((row) => row.article_times));
  return {
    executions: sum((row) => row.executions),
    articles,
    roiRuns: sum((row) => row.sums.roi_runs),
    timedArticles: [...times.values()].reduce((total, count) => total + count, 0),
    costUsd: rows.length === 0 ? null : costUsd,
    costPerArticleUsd: quotient(
      sum((row) => row.sums.article_cost_usd),
      articles,
    ),
    loadedCostPerArticleUsd: quotient(costUsd, articles),
    roiMultiplier: quotient(
      sum((row) => row.sums.roi_human_cost_usd),
      sum((row) => row.sums.roi_cost_usd),
    ),
    articleSecondsP50: percentile(times, 50),
    articleSecondsP95: percentile(times, 95),
  };
}

const quotient = (over: number, under: number): number | null => (under === 0 ? null : over / under);
