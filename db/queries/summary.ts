import type { Db } from "@/db/schema";
import type { Figures, SummaryReply } from "@/lib/contract/summary";
import type { RunFacts, UsageFacts } from "@/lib/domain/facts";
import { countOf, type Histogram, percentile } from "@/lib/domain/histogram";
import { type NanoUsd, usd } from "@/lib/domain/money";
import type { Period } from "@/lib/domain/range";
import { perOne, roiMultiplier } from "@/lib/domain/roi";
import { isoTime, knownTokens, usdPerOne } from "./money";
import { articleTimeRows, runSums, type Slice, usageRows, usageSums } from "./rollups";

export interface SummaryQuestion {
  period: Period;
  before: Period;
  timezone: string;
  environment?: string | undefined;
}

/** The figures of a period and of the one before it. Reads rollups only; every ratio is a ratio of sums. */
export async function summaryFigures(
  db: Db,
  { period, before, timezone, environment }: SummaryQuestion,
): Promise<SummaryReply> {
  const now = await figures(db, { ...period, environment });
  const previous = await figures(db, { ...before, environment });
  return { ...bounds(period), timezone, ...now, previous: { ...bounds(before), ...previous } };
}

const bounds = ({ fromMs, toMs }: Period) => ({ from: isoTime(fromMs), to: isoTime(toMs) });

async function figures(db: Db, slice: Slice): Promise<Figures> {
  const usage = await usageSums(db, slice);
  const runs = await runSums(db, slice);
  const times = await articleTimes(db, slice);
  return {
    ...spend(usage),
    ...output(usage, runs),
    ...returns(usage, runs),
    ...NOT_MEASURED,
    validator_pass_rate: perOne(runs.validator_passed, runs.validated),
    article_time_s: { p50: percentile(times, 50), p95: percentile(times, 95) },
    unpriced_models: usage.unpriced_calls === 0 ? [] : await unpricedModels(db, slice),
    samples: samples(usage, runs, times),
  };
}

const NOT_MEASURED = {
  gate_pass_rate: null,
  chart_embedding_rate: null,
  error_rate: null,
  failed_jobs: 0,
  rag_latency_ms: { p50: null, p95: null, p99: null, max: null },
};

function spend(usage: UsageFacts) {
  const known = (sum: number) => knownTokens(sum, usage);
  return {
    llm_calls: usage.calls,
    tokens: {
      input: known(usage.input_tokens),
      output: known(usage.output_tokens),
      total: known(usage.total_tokens),
    },
    cost_usd: usd(usage.cost_nano),
    estimated_cost_usd: usd(usage.estimated_nano),
  };
}

function output(usage: UsageFacts, runs: RunFacts) {
  return {
    executions: runs.executions,
    articles: runs.articles,
    cost_per_article_usd: usdPerOne(runs.article_cost_nano, runs.articles),
    loaded_cost_per_article_usd: usdPerOne(usage.cost_nano, runs.articles),
    tokens_per_article: perOne(runs.article_tokens, runs.token_articles),
    cost_per_word_usd: usdPerOne(runs.word_cost_nano, runs.words),
  };
}

function returns(usage: UsageFacts, runs: RunFacts) {
  return {
    human_hours: runs.human_micro_hours / 1_000_000,
    human_cost_usd: usd(runs.human_nano),
    roi_multiplier: roiMultiplier(runs.roi_human_nano as NanoUsd, runs.roi_cost_nano as NanoUsd),
    mean_roi_multiplier: perOne(runs.ratio_milli / 1000, runs.ratio_runs),
    gate_adjusted_roi_multiplier:
      runs.published_known === 0
        ? null
        : roiMultiplier(runs.published_human_nano as NanoUsd, usage.cost_nano as NanoUsd),
  };
}

function samples(usage: UsageFacts, runs: RunFacts, times: Histogram): Figures["samples"] {
  return {
    runs: runs.runs,
    roi_multiplier: runs.roi_runs,
    mean_roi_multiplier: runs.ratio_runs,
    gate_adjusted_roi_multiplier: runs.published_known,
    tokens: usage.token_calls,
    estimated_calls: usage.estimated_calls,
    unpriced_calls: usage.unpriced_calls,
    cost_per_article_usd: runs.articles,
    tokens_per_article: runs.token_articles,
    cost_per_word_usd: runs.word_articles,
    cost_per_word_estimated: runs.estimated_word_articles,
    gate_pass_rate: 0,
    gate_runs: 0,
    chart_embedding_rate: 0,
    validator_pass_rate: runs.validated,
    error_rate: 0,
    rag_latency_ms: 0,
    article_time_s: countOf(times),
  };
}

async function articleTimes(db: Db, slice: Slice): Promise<Histogram> {
  const rows = await articleTimeRows(db, slice)
    .select(({ fn }) => ["bin", fn.sum<number>("count").as("count")])
    .groupBy("bin")
    .execute();
  return new Map(rows.map(({ bin, count }) => [bin, count]));
}

async function unpricedModels(db: Db, slice: Slice): Promise<string[]> {
  const rows = await usageRows(db, slice)
    .select("model")
    .distinct()
    .where("unpriced_calls", ">", 0)
    .orderBy("model")
    .execute();
  return rows.map((row) => row.model);
}
