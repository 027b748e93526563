import { type Draw, lognormal } from "@/lib/demo/random";
import { economicsFinding, GUARDS, type Guard, type Guarded } from "@/lib/domain/economics-rule";
import { firstTrip } from "@/lib/domain/error-lanes";
import type { FinishedJob } from "@/lib/domain/error-rule";
import { GATE_COLLAPSE, GATE_REVIEW, gateFinding } from "@/lib/domain/gate-rule";
import { sharedCause } from "@/lib/domain/shared-cause";
import { median, SLOWDOWN_MAX, slowdownFinding } from "@/lib/domain/slowdown-rule";

// Releases with known truth, judged by the product's own rules after every article.

/** The truth of a release. Spreads are standard deviations of logarithms. */
export interface Truth {
  /** Jobs of both colours together. */
  jobs: number;
  errorRate: number;
  /** Share of gates that pass, of so many of each article. */
  gateRate: number;
  gates: number;
  /** How many times dearer an article of the candidate is. */
  dearer: number;
  costSpread: number;
  valueSpread: number;
  timeSpread: number;
  /** Articles that the control made in the days before. */
  before: number;
}

export const HEALTHY: Truth = {
  jobs: 100,
  errorRate: 0.01,
  gateRate: 0.99,
  gates: 6,
  dearer: 1,
  costSpread: 0.5,
  valueSpread: 0.3,
  timeSpread: 0.5,
  before: 98,
};

export const RULES = [
  "errors",
  "slowdown",
  "review",
  "collapse",
  ...Object.keys(GUARDS),
] as readonly Watched[];
export type Watched = "errors" | "slowdown" | "review" | "collapse" | Guarded;

/** As the papers have them at their word: every guard at 95 %, and the slowdown by the medians alone. */
export const LITERAL: Rulebook = {
  level: 0.95,
  slow: (candidate, control) => bareSlowdown(candidate, control),
};
const OURS: Rulebook = {
  slow: (candidate, control) => slowdownFinding(candidate, control).verdict === "fail",
};

interface Rulebook {
  level?: number;
  slow: (candidate: readonly number[], control: readonly number[]) => boolean;
}

const bareSlowdown = (candidate: readonly number[], control: readonly number[]): boolean =>
  candidate.length >= 8 &&
  control.length >= 8 &&
  (median(candidate) ?? 0) / (median(control) ?? 1) > SLOWDOWN_MAX;

/** The geometric middle of the band in which an article is made, and a cost and a value as the pipeline's own are. */
const MEDIAN = { seconds: 424, costUsd: 0.6, valueUsd: 487.5 };

const side = () => ({ costs: [] as number[], returns: [] as number[], seconds: [] as number[] });
type Side = ReturnType<typeof side>;

/** What has been made so far: figures by side, gates of the candidate, and how its jobs ended and when. */
function release(draw: Draw, truth: Truth) {
  const seconds = () => lognormal(draw, MEDIAN.seconds, truth.timeSpread);
  const earlier = Array.from({ length: truth.before }, seconds);
  return {
    candidate: side(),
    control: side(),
    controlSeconds: earlier,
    gates: { passed: 0, evaluated: 0 },
    bad: [] as boolean[],
    counts: [] as number[],
  };
}
type Release = ReturnType<typeof release>;

/** One job to either side by the toss of a coin. */
function work(draw: Draw, so: Release, truth: Truth, count: number): void {
  const ours = draw() < 0.5;
  const bad = draw() < truth.errorRate;
  if (ours) {
    so.bad.push(bad);
    so.counts.push(count);
  }
  if (bad) return;
  const article: Side = ours ? so.candidate : so.control;
  const cost = lognormal(draw, MEDIAN.costUsd, truth.costSpread) * (ours ? truth.dearer : 1);
  const seconds = lognormal(draw, MEDIAN.seconds, truth.timeSpread);
  article.costs.push(cost);
  article.returns.push(lognormal(draw, MEDIAN.valueUsd, truth.valueSpread) / cost);
  article.seconds.push(seconds);
  if (!ours) so.controlSeconds.push(seconds);
  for (let gate = 0; ours && gate < truth.gates; gate += 1) {
    so.gates.evaluated += 1;
    if (draw() < truth.gateRate) so.gates.passed += 1;
  }
}

/** After how many jobs of both colours together each rule failed first; absent where it never did. */
export function disturbances(
  draw: Draw,
  truth: Truth,
  rules: readonly Watched[] = RULES,
  book: Rulebook = OURS,
): ReadonlyMap<Watched, number> {
  const so = release(draw, truth);
  const found = new Map<Watched, number>();
  const watched = rules.filter((rule) => rule !== "errors");
  for (let count = 1; count <= truth.jobs; count += 1) {
    work(draw, so, truth, count);
    for (const rule of watched) if (!found.has(rule) && fails(rule, so, book)) found.set(rule, count);
  }
  // Every job's end is a look, and the scan tells the first that fails.
  const trip = rules.includes("errors") ? firstTrip(so.bad) : null;
  if (trip !== null) found.set("errors", so.counts[trip.at] ?? truth.jobs);
  return found;
}

function fails(rule: Exclude<Watched, "errors">, so: Release, book: Rulebook): boolean {
  const { candidate, control, gates } = so;
  const guarded = (guard: Guard, ours: readonly number[], theirs: readonly number[]) =>
    economicsFinding(
      { candidate: ours, control: theirs, concurrent: true },
      { ...guard, level: book.level ?? guard.level },
    ).verdict === "fail";
  switch (rule) {
    case "review":
      return gateFinding(gates.passed, gates.evaluated, GATE_REVIEW).verdict === "fail";
    case "collapse":
      return gateFinding(gates.passed, gates.evaluated, GATE_COLLAPSE).verdict === "fail";
    case "slowdown":
      return book.slow(candidate.seconds, so.controlSeconds);
    case "cost_per_article_usd":
      return guarded(GUARDS[rule], candidate.costs, control.costs);
    case "roi_multiplier":
      return guarded(GUARDS[rule], candidate.returns, control.returns);
    case "article_time_s":
      return guarded(GUARDS[rule], candidate.seconds, control.seconds);
  }
}

/**
 * What becomes of a release whose jobs begin to fail at those rates after 40 good ones (1 % errors) of both colours
 * together: whether, at the first trip, the cause is found to be shared; null where nothing trips in the next 200.
 */
export function foundShared(draw: Draw, rates: { candidate: number; control: number }): boolean | null {
  const ours: FinishedJob[] = [];
  const theirs: FinishedJob[] = [];
  for (let endMs = 0; endMs < 240; endMs += 1) {
    const mine = draw() < 0.5;
    const rate = endMs < 40 ? 0.01 : mine ? rates.candidate : rates.control;
    (mine ? ours : theirs).push({ endMs, bad: draw() < rate });
    const bad = ours.map((job) => job.bad);
    if (mine && firstTrip(bad, undefined, bad.length - 1) !== null)
      return sharedCause(ours, theirs, endMs).shared;
  }
  return null;
}
