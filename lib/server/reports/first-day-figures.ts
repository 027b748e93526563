import { isoTime } from "@/db/queries/money";
import { resourceFigures } from "@/db/queries/resources";
import type { COMPARED } from "@/lib/contract/compare";
import type { FirstDayReply } from "@/lib/contract/first-day";
import { type Environment, other } from "@/lib/domain/environment";
import {
  BASELINE_DAYS,
  FIRST_DAY_METRICS,
  type FirstDayMetric,
  firstDayTarget,
} from "@/lib/domain/first-day";
import { judged } from "@/lib/domain/judge";
import type { Period } from "@/lib/domain/range";
import type { App } from "@/lib/server/app";
import { METRICS, shown } from "@/lib/server/compare";
import { type Evidence, evidence, evidenceWithin, type Slice } from "@/lib/server/compare-evidence";

/** The first 24 hours of an environment under release. */
export interface FirstDay {
  environment: Environment;
  fromMs: number;
  /** Not included; it may be to come. */
  toMs: number;
}

interface Side {
  known: Evidence;
  memory: { value: number | null; n: number };
}

interface Both {
  candidate: Side;
  control: Side;
}

/** Every figure of these hours against the other environment's days before, judged as every comparison is. */
export async function firstDayFigures(
  app: App,
  { environment, fromMs, toMs }: FirstDay,
): Promise<Pick<FirstDayReply, "baseline" | "figures">> {
  const calendar = app.calendar();
  const day: Period = {
    ...{ fromMs: calendar.floorMs(fromMs, "hour"), toMs: calendar.ceilMs(toMs, "hour"), bucket: "hour" },
  };
  // The hour in which it began is the release's, and not of the days before.
  const before: Period = {
    ...{ fromMs: calendar.floorMs(calendar.daysBeforeMs(fromMs, BASELINE_DAYS), "hour") },
    ...{ toMs: day.fromMs, bucket: "hour" },
  };
  const candidate = { ...day, environment };
  const control = { ...before, environment: other(environment) };
  const both = {
    candidate: await sideOf(app, candidate, await evidenceWithin(app, candidate, { fromMs, toMs })),
    control: await sideOf(app, control, await evidence(app, control)),
  };
  return {
    baseline: { from: isoTime(before.fromMs), to: isoTime(before.toMs) },
    figures: FIRST_DAY_METRICS.map((metric) => figureOf(metric, both)),
  };
}

async function sideOf(app: App, slice: Slice, known: Evidence): Promise<Side> {
  const { total } = await resourceFigures(app.store.db, slice);
  return { known, memory: { value: total.memory_max_bytes, n: total.memory_samples } };
}

type Figure = FirstDayReply["figures"][number];

const plainSide = ({ value, n }: { value: number | null; n: number }): Figure["candidate"] => ({
  ...{ value, n, k: null, interval: null },
});

const UNJUDGED = { effect: null, interval: null, verdict: null };

function figureOf(metric: FirstDayMetric, { candidate, control }: Both): Figure {
  const head = { metric, target: firstDayTarget(metric) };
  if (metric === "memory_bytes")
    return {
      ...{ ...head, ...UNJUDGED },
      ...{ candidate: plainSide(candidate.memory), control: plainSide(control.memory) },
    };
  if (metric === "articles") {
    const [now, then] = [candidate.known.figures.articles, control.known.figures.articles];
    return {
      ...{ ...head, ...UNJUDGED, candidate: plainSide({ value: now, n: now }) },
      control: plainSide({ value: then / BASELINE_DAYS, n: then }),
    };
  }
  if (metric === "rag_latency_p95_ms") {
    const side = ({ known: { figures } }: Side) =>
      plainSide({ value: figures.rag_latency_ms.p95, n: figures.samples.rag_latency_ms });
    return {
      ...{ ...head, candidate: side(candidate), control: side(control) },
      ...verdictOf("rag_slow_rate", candidate, control),
    };
  }
  return { ...head, ...comparedBy(metric, { candidate, control }) };
}

function comparedBy(metric: (typeof COMPARED)[number], { candidate, control }: Both) {
  const side = ({ known }: Side) => shown(known, metric);
  return {
    ...{ candidate: side(candidate), control: side(control) },
    ...verdictOf(metric, candidate, control),
  };
}

const verdictOf = (metric: (typeof COMPARED)[number], { known: one }: Side, { known: two }: Side) =>
  judged(one.sides[metric], two.sides[metric], ruleOf(metric).better);

function ruleOf(metric: (typeof COMPARED)[number]) {
  const rule = METRICS.find((known) => known.metric === metric);
  if (rule === undefined) throw new RangeError(`nothing compares ${metric}`);
  return rule;
}
