import type { Db } from "@/db/schema";
import type { Figures, SummaryReply } from "@/lib/contract/summary";
import type { QualityFacts, RunFacts, UsageFacts } from "@/lib/domain/facts";
import { countOf, type Histogram, percentile } from "@/lib/domain/histogram";
import { type NanoUsd, usd } from "@/lib/domain/money";
import type { Period } from "@/lib/domain/range";
import { perOne, roiMultiplier } from "@/lib/domain/roi";
import { failures, rated } from "./failed-jobs";
import { latencyTotal } from "./latency";
import { isoTime, knownTokens, usdPerOne } from "./money";
import { qualitySums } from "./quality";
import { articleTimeRows, runSums, type Slice, usageRows, usageSums } from "./rollups";

/** The latency of the retrieval component, whoever measures it. */
const RAG = "rag";

export interface SummaryQuestion {
  period: Period;
  before: Period;
  timezone: string;
  environment?: string | undefined;
}

/** The figures of a period and of the one before it, from rollups and named failed jobs; every ratio is one of sums. */
export async function summaryFigures(
  db: Db,
  { period, before, timezone, environment }: SummaryQuestion,
): Promise<SummaryReply> {
  const now = await figuresOf(db, { ...period, environment });
  const previous = await figuresOf(db, { ...before, environment });
  return { ...bounds(period), timezone, ...now, previous: { ...bounds(before), ...previous } };
}

const bounds = ({ fromMs, toMs }: Period) => ({ from: isoTime(fromMs), to: isoTime(toMs) });

/** The figures of one slice. */
export async function figuresOf(db: Db, slice: Slice): Promise<Figures> {
  const usage = await usageSums(db, slice);
  const runs = await runSums(db, slice);
  const times = await articleTimes(db, slice);
  const quality = await qualitySums(db, slice);
  const jobs = rated(await failures(db, slice), runs.articles);
  const rag = await latencyTotal(db, slice, RAG);
  return {
    ...spend(usage),
    ...output(usage, runs),
    ...returns(usage, runs),
    ...checked(quality),
    error_rate: jobs.error_rate,
    failed_jobs: jobs.failed_jobs,
    rag_latency_ms: { p50: rag.p50, p95: rag.p95, p99: rag.p99, max: rag.max },
    validator_pass_rate: perOne(runs.validator_passed, runs.validated),
    article_time_s: { p50: percentile(times, 50), p95: percentile(times, 95) },
    unpriced_models: usage.unpriced_calls === 0 ? [] : await unpricedModels(db, slice),
    samples: {
      ...samples(usage, runs, times),
      gate_pass_rate: quality.gates_passed + quality.gates_failed,
      gate_runs: quality.gate_runs,
      chart_embedding_rate: quality.charts_known,
      checks: checksOf(quality),
      error_rate: jobs.finished_jobs,
      rag_latency_ms: rag.count,
    },
  };
}

const checked = (quality: QualityFacts) => ({
  gate_pass_rate: perOne(quality.gates_passed, quality.gates_passed + quality.gates_failed),
  chart_embedding_rate: perOne(quality.charts_embedded, quality.charts_known),
});

const checksOf = (quality: QualityFacts): number =>
  quality.gates_passed +
  quality.gates_failed +
  quality.drafts_known +
  quality.charts_known +
  quality.visual_checked +
  quality.evaluations;

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

function samples(usage: UsageFacts, runs: RunFacts, times: Histogram) {
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
    validator_pass_rate: runs.validated,
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
