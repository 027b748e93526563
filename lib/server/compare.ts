import { isoTime } from "@/db/queries/money";
import { liveReleaseRow } from "@/db/queries/releases";
import { trafficRow } from "@/db/queries/traffic";
import type { COMPARED, CompareQuery, CompareReply, Comparison } from "@/lib/contract/compare";
import { type Environment, other } from "@/lib/domain/environment";
import { wilson } from "@/lib/domain/interval";
import { judged, type Side } from "@/lib/domain/judge";
import type { App } from "./app";
import { type Evidence, evidence, evidenceWithin } from "./compare-evidence";
import { asked } from "./question";

/** Blue and green over the same time, and what the one that is on trial, or else has no work, is against the other. */
export async function compareOf(
  app: App,
  { since, exact, candidate: asksOf, ...range }: CompareQuery,
): Promise<CompareReply> {
  const row = await trafficRow(app.store.db);
  const splitMs = since === "split" && row !== null ? row.since_ms : null;
  const { period, moments, head } = await asked(
    app,
    splitMs === null ? range : sinceSplit(splitMs, app.nowMs()),
  );
  const candidate = asksOf ?? (await liveReleaseRow(app.store.db))?.environment ?? other(row?.live ?? "blue");
  const control = other(candidate);
  const span = splitMs !== null || exact === "true" ? moments : period;
  const of = (environment: Environment): Promise<Evidence> =>
    span === period
      ? evidence(app, { ...period, environment })
      : evidenceWithin(app, { ...period, environment }, span);
  const known = { blue: await of("blue"), green: await of("green") };
  return {
    ...head,
    compared: { from: isoTime(span.fromMs), to: isoTime(span.toMs) },
    control,
    candidate,
    comparisons: METRICS.map(({ metric, better }) => ({
      metric,
      better,
      blue: shown(known.blue, metric),
      green: shown(known.green, metric),
      ...judged(known[candidate].sides[metric], known[control].sides[metric], better),
    })),
    figures: { blue: known.blue.figures, green: known.green.figures },
  };
}

/** A split that begins this very moment lasts a moment already. */
const sinceSplit = (splitMs: number, nowMs: number) => ({
  from: new Date(splitMs).toISOString(),
  to: new Date(Math.max(nowMs, splitMs + 1)).toISOString(),
});

type Compared = (typeof COMPARED)[number];

/** What two environments are compared by. */
export const METRICS: readonly { metric: Compared; better: "lower" | "higher" }[] = [
  { metric: "cost_per_article_usd", better: "lower" },
  { metric: "roi_multiplier", better: "higher" },
  { metric: "tokens_per_article", better: "lower" },
  { metric: "cost_per_word_usd", better: "lower" },
  { metric: "article_time_s", better: "lower" },
  { metric: "gate_pass_rate", better: "higher" },
  { metric: "chart_embedding_rate", better: "higher" },
  { metric: "validator_pass_rate", better: "higher" },
  { metric: "error_rate", better: "lower" },
  { metric: "rag_slow_rate", better: "lower" },
];

/** One side of a comparison: the figure, and what it was judged on. */
export function shown({ values, sides }: Evidence, metric: Compared): Comparison["blue"] {
  const [value, side]: [number | null, Side] = [values[metric], sides[metric]];
  if (side.kind === "rate") return { value, n: side.n, k: side.k, interval: wilson(side.k, side.n) };
  return { value, n: side.values.length, k: null, interval: null };
}
