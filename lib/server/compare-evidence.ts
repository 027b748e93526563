import { articlePage } from "@/db/queries/articles";
import { endedJobs, type Stretch } from "@/db/queries/evidence-jobs";
import { checkCounts, latencySamples } from "@/db/queries/evidence-samples";
import { latencyHistogram } from "@/db/queries/latency";
import { qualitySums } from "@/db/queries/quality";
import { runSums } from "@/db/queries/rollups";
import { figuresOf } from "@/db/queries/summary";
import type { Article } from "@/lib/contract/articles";
import type { COMPARED } from "@/lib/contract/compare";
import type { Figures } from "@/lib/contract/summary";
import type { Environment } from "@/lib/domain/environment";
import { binOf, countOf } from "@/lib/domain/histogram";
import type { Side } from "@/lib/domain/judge";
import type { Period } from "@/lib/domain/range";
import { median } from "@/lib/domain/slowdown-rule";
import { RAG_LATENCY_MS } from "@/lib/domain/targets";
import type { App } from "./app";

/** More samples of one side than these tell nothing new, and would make old ones count for ever. */
const SAMPLES_MAX = 300;

type Compared = (typeof COMPARED)[number];

/** What is known of one environment over a time. */
export interface Evidence {
  /** The summary's, of whole buckets. */
  figures: Figures;
  /** What each is, as it is shown. */
  values: Record<Compared, number | null>;
  /** What each is judged on. */
  sides: Record<Compared, Side>;
}

/** Whole buckets of one environment. */
export interface Slice extends Period {
  environment: Environment;
}

/** Reads what is known of whole buckets: the summary's figures, judged on the newest articles and on all that was checked. */
export async function evidence(app: App, slice: Slice): Promise<Evidence> {
  const { db } = app.store;
  const figures = await figuresOf(db, slice);
  const quality = await qualitySums(db, slice);
  const runs = await runSums(db, slice);
  const rag = await latencyHistogram(db, slice, "rag");
  const slowest = binOf(RAG_LATENCY_MS.max / 1000);
  const slow = rate(countOf(new Map([...rag].filter(([bin]) => bin > slowest))), countOf(rag));
  return {
    figures,
    values: { ...figures, article_time_s: figures.article_time_s.p50, rag_slow_rate: shareOf(slow) },
    sides: {
      ...ofArticles(await newestArticles(app, slice)),
      gate_pass_rate: rate(quality.gates_passed, quality.gates_passed + quality.gates_failed),
      chart_embedding_rate: rate(quality.charts_embedded, quality.charts_known),
      validator_pass_rate: rate(runs.validator_passed, runs.validated),
      // Where nothing tells of errors, that a job did not fail is not known.
      error_rate:
        figures.error_rate === null ? rate(0, 0) : rate(figures.failed_jobs, figures.samples.error_rate),
      rag_slow_rate: slow,
    },
  };
}

/**
 * The same of the very moments between two, `toMs` not included: of the articles, checks, jobs and answers themselves, so
 * that what an environment did before its share does not count for or against what it runs now.
 */
export async function evidenceWithin(
  app: App,
  slice: Slice,
  { fromMs, toMs }: Pick<Period, "fromMs" | "toMs">,
): Promise<Evidence> {
  const { db } = app.store;
  const { environment } = slice;
  const stretch: Stretch = { environment, sinceMs: fromMs, untilMs: toMs - 1 };
  const articles = await newestArticles(app, { ...slice, fromMs, toMs });
  const { gates, charts } = await checkCounts(db, stretch);
  const validated = articles.flatMap(({ validator_passed }) => validator_passed ?? []);
  const jobs = (await endedJobs(db, stretch, SAMPLES_MAX)) ?? [];
  const rag = await latencySamples(db, "rag", stretch);
  const rates = {
    gate_pass_rate: rate(gates.passed, gates.passed + gates.failed),
    chart_embedding_rate: rate(charts.embedded, charts.known),
    validator_pass_rate: rate(validated.filter(Boolean).length, validated.length),
    error_rate: rate(jobs.filter(({ bad }) => bad).length, jobs.length),
    rag_slow_rate: rate(rag.filter(({ ms }) => ms > RAG_LATENCY_MS.max).length, rag.length),
  };
  const sides = { ...ofArticles(articles), ...rates };
  return {
    figures: await figuresOf(db, slice),
    sides,
    values: {
      cost_per_article_usd: mean(sides.cost_per_article_usd.values),
      roi_multiplier: ratioOfSums(articles, ({ human_cost_usd, cost_usd, roi_multiplier }) =>
        roi_multiplier === null ? null : [human_cost_usd, cost_usd],
      ),
      tokens_per_article: mean(sides.tokens_per_article.values),
      cost_per_word_usd: ratioOfSums(articles, ({ cost_usd, cost_known, words }) =>
        cost_known ? [cost_usd, words] : null,
      ),
      article_time_s: median(sides.article_time_s.values),
      gate_pass_rate: shareOf(rates.gate_pass_rate),
      chart_embedding_rate: shareOf(rates.chart_embedding_rate),
      validator_pass_rate: shareOf(rates.validator_pass_rate),
      error_rate: shareOf(rates.error_rate),
      rag_slow_rate: shareOf(rates.rag_slow_rate),
    },
  };
}

const newestArticles = async (app: App, slice: Slice): Promise<Article[]> =>
  (await articlePage(app.store.db, { ...slice, limit: SAMPLES_MAX, cursor: undefined })).articles;

type Rate = Extract<Side, { kind: "rate" }>;
type Values = Extract<Side, { kind: "values" }>;

const rate = (k: number, n: number): Rate => ({ kind: "rate", k, n });
const shareOf = ({ k, n }: Rate): number | null => (n > 0 ? k / n : null);

/** What is judged article by article. */
function ofArticles(articles: readonly Article[]) {
  const values = (of: (article: Article) => number | null): Values => ({
    kind: "values",
    values: articles.flatMap((article) => of(article) ?? []).filter((value) => value > 0),
  });
  return {
    cost_per_article_usd: values(({ cost_usd, cost_known }) => (cost_known ? cost_usd : null)),
    roi_multiplier: values(({ roi_multiplier }) => roi_multiplier),
    tokens_per_article: values(({ tokens }) => tokens.total),
    cost_per_word_usd: values(({ cost_usd, cost_known, words }) =>
      cost_known && words !== null && words > 0 ? cost_usd / words : null,
    ),
    article_time_s: values(({ seconds }) => seconds),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : sum(values) / values.length;

/** Σ above ÷ Σ below over the articles that have both; null where there is nothing below. */
function ratioOfSums(
  articles: readonly Article[],
  parts: (article: Article) => readonly [above: number | null, below: number | null] | null,
): number | null {
  const known = articles.flatMap((article) => {
    const [above, below] = parts(article) ?? [null, null];
    return above === null || below === null ? [] : [{ above, below }];
  });
  const below = sum(known.map((one) => one.below));
  return below === 0 ? null : sum(known.map(({ above }) => above)) / below;
}
