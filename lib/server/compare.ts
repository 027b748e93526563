import { articlePage } from "@/db/queries/articles";
import { latencyHistogram } from "@/db/queries/latency";
import { qualitySums } from "@/db/queries/quality";
import { liveReleaseRow } from "@/db/queries/releases";
import { runSums } from "@/db/queries/rollups";
import { figuresOf } from "@/db/queries/summary";
import { trafficRow } from "@/db/queries/traffic";
import type { Article } from "@/lib/contract/articles";
import type { COMPARED, CompareQuery, CompareReply, Comparison } from "@/lib/contract/compare";
import type { Figures } from "@/lib/contract/summary";
import { type Environment, other } from "@/lib/domain/environment";
import { binOf, countOf } from "@/lib/domain/histogram";
import { wilson } from "@/lib/domain/interval";
import { judged, type Side } from "@/lib/domain/judge";
import type { Period } from "@/lib/domain/range";
import { RAG_LATENCY_MS } from "@/lib/domain/targets";
import type { App } from "./app";
import { asked } from "./question";

/** More samples of one side than these tell nothing new, and would make old ones count for ever. */
const SAMPLES_MAX = 300;

/** What is known of one environment over a period. */
export interface Evidence {
  figures: Figures;
  sides: Record<(typeof COMPARED)[number], Side>;
}

/** Blue and green over the same time, and what the one that is on trial, or else has no work, is against the other. */
export async function compareOf(
  app: App,
  { since, candidate: asksOf, ...range }: CompareQuery,
): Promise<CompareReply> {
  const row = await trafficRow(app.store.db);
  const splitMs = since === "split" && row !== null ? row.since_ms : null;
  const { period, head } = await asked(app, splitMs === null ? range : sinceSplit(splitMs, app.nowMs()));
  const candidate = asksOf ?? (await liveReleaseRow(app.store.db))?.environment ?? other(row?.live ?? "blue");
  const control = other(candidate);
  // Whole hours or days are read; of articles only those that the split can have touched are judged.
  const sinceMs = splitMs ?? period.fromMs;
  const blue = await evidence(app, period, "blue", sinceMs);
  const green = await evidence(app, period, "green", sinceMs);
  const of = { blue, green };
  return {
    ...head,
    control,
    candidate,
    comparisons: METRICS.map(({ metric, better, value }) => {
      const sides = { blue: blue.sides[metric], green: green.sides[metric] };
      return {
        metric,
        better,
        blue: shown(value(blue.figures, blue.sides), sides.blue),
        green: shown(value(green.figures, green.sides), sides.green),
        ...judged(of[candidate].sides[metric], of[control].sides[metric], better),
      };
    }),
    figures: { blue: blue.figures, green: green.figures },
  };
}

/** A split that begins this very moment lasts a moment already. */
const sinceSplit = (splitMs: number, nowMs: number) => ({
  from: new Date(splitMs).toISOString(),
  to: new Date(Math.max(nowMs, splitMs + 1)).toISOString(),
});

interface Metric {
  metric: (typeof COMPARED)[number];
  better: "lower" | "higher";
  value: (figures: Figures, sides: Evidence["sides"]) => number | null;
}

/** What two environments are compared by. */
export const METRICS: readonly Metric[] = [
  { metric: "cost_per_article_usd", better: "lower", value: (figures) => figures.cost_per_article_usd },
  { metric: "roi_multiplier", better: "higher", value: (figures) => figures.roi_multiplier },
  { metric: "tokens_per_article", better: "lower", value: (figures) => figures.tokens_per_article },
  { metric: "cost_per_word_usd", better: "lower", value: (figures) => figures.cost_per_word_usd },
  { metric: "article_time_s", better: "lower", value: (figures) => figures.article_time_s.p50 },
  { metric: "gate_pass_rate", better: "higher", value: (figures) => figures.gate_pass_rate },
  { metric: "chart_embedding_rate", better: "higher", value: (figures) => figures.chart_embedding_rate },
  { metric: "validator_pass_rate", better: "higher", value: (figures) => figures.validator_pass_rate },
  { metric: "error_rate", better: "lower", value: (figures) => figures.error_rate },
  { metric: "rag_slow_rate", better: "lower", value: (_, { rag_slow_rate }) => shareOf(rag_slow_rate) },
];

const shareOf = (side: Side): number | null => (side.kind === "rate" && side.n > 0 ? side.k / side.n : null);

/** One side of a comparison: the figure, and what it was judged on. */
export function shown(value: number | null, side: Side): Comparison["blue"] {
  if (side.kind === "rate") return { value, n: side.n, k: side.k, interval: wilson(side.k, side.n) };
  return { value, n: side.values.length, k: null, interval: null };
}

/** Reads what is known; of articles only those that were finished since a moment are judged. */
export async function evidence(
  app: App,
  period: Period,
  environment: Environment,
  sinceMs: number,
): Promise<Evidence> {
  const { db } = app.store;
  const slice = { ...period, environment };
  const page = await articlePage(db, { ...slice, limit: SAMPLES_MAX, cursor: undefined });
  const articles = page.articles.filter(({ time }) => Date.parse(time) >= sinceMs);
  const figures = await figuresOf(db, slice);
  const quality = await qualitySums(db, slice);
  const runs = await runSums(db, slice);
  const rag = await latencyHistogram(db, slice, "rag");
  const slowest = binOf(RAG_LATENCY_MS.max / 1000);
  const values = (of: (article: Article) => number | null): Side => ({
    kind: "values",
    values: articles.map(of).filter((value) => value !== null && value > 0) as number[],
  });
  const rate = (k: number, n: number): Side => ({ kind: "rate", k, n });
  return {
    figures,
    sides: {
      cost_per_article_usd: values(({ cost_usd, cost_known }) => (cost_known ? cost_usd : null)),
      roi_multiplier: values(({ roi_multiplier }) => roi_multiplier),
      tokens_per_article: values(({ tokens }) => tokens.total),
      cost_per_word_usd: values(({ cost_usd, cost_known, words }) =>
        cost_known && words !== null && words > 0 ? cost_usd / words : null,
      ),
      article_time_s: values(({ seconds }) => seconds),
      gate_pass_rate: rate(quality.gates_passed, quality.gates_passed + quality.gates_failed),
      chart_embedding_rate: rate(quality.charts_embedded, quality.charts_known),
      validator_pass_rate: rate(runs.validator_passed, runs.validated),
      // Where nothing tells of errors, that a job did not fail is not known.
      error_rate:
        figures.error_rate === null ? rate(0, 0) : rate(figures.failed_jobs, figures.samples.error_rate),
      rag_slow_rate: rate(countOf(new Map([...rag].filter(([bin]) => bin > slowest))), countOf(rag)),
    },
  };
}
