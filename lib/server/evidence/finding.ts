import { type ArticleFigures, articleFigures } from "@/db/queries/evidence-articles";
import { type EndedJob, endedJobs } from "@/db/queries/evidence-jobs";
import { checkCounts } from "@/db/queries/evidence-samples";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import { other } from "@/lib/domain/environment";
import { ERROR_FLOORS, type ErrorFloors, WINDOW_JOBS } from "@/lib/domain/error-lanes";
import type { Finding } from "@/lib/domain/finding";
import { counted } from "@/lib/domain/format";
import { judge } from "@/lib/domain/judge";
import { type NanoUsd, usd } from "@/lib/domain/money";
import { perOne, roiMultiplier } from "@/lib/domain/roi";
import type { Rule } from "@/lib/domain/rule";
import type { App } from "@/lib/server/app";
import { budgetFinding } from "./budget-metric";
import { sourceOfMetric } from "./metrics";
import { type Evidenced, type Question, stretchOf } from "./question";
import { latencyEvidence, probeEvidence, resourceEvidence } from "./streams";
import { summaryFinding } from "./summary-metric";
import { troubled } from "./troubled";
import { inTimes, inUsd } from "./wording";

/**
 * What the evidence says of a rule in one environment: gathered from the store, judged by the one `judge`, for alerts as
 * for releases. Reads only, over the store's own connection: it is asked before a transaction, never within one.
 */
export async function findingOf(app: App, rule: Rule | WatchedRule, question: Question): Promise<Evidenced> {
  const source = sourceOfMetric(rule.metric);
  const { finding, stale } = await evidenceOf(app, rule, question);
  return { finding, stale: stale || (await troubled(app, source, question.environment)) };
}

async function evidenceOf(app: App, rule: Rule | WatchedRule, question: Question): Promise<Evidenced> {
  const { family, name } = sourceOfMetric(rule.metric);
  switch (family) {
    case "latency":
      return latencyEvidence(app, rule, question, name ?? "");
    case "resources":
      return resourceEvidence(app, rule, question);
    case "probes":
      return probeEvidence(app, rule, question);
    case "jobs":
      return { finding: await errorsFound(app, rule, question), stale: false };
    case "gates":
      return { finding: await gatesFound(app, rule, question), stale: false };
    case "articles":
      return { finding: await articlesFound(app, rule, question), stale: false };
    case "budget":
      return { finding: await budgetFinding(app, rule, question), stale: false };
    default:
      return { finding: await summaryFinding(app, rule, question), stale: false };
  }
}

/** The newest jobs of an environment that ended since a moment, in order of their end; null: nothing tells of errors. */
export const jobsOf = (
  app: App,
  { environment, sinceMs, nowMs }: Omit<Question, "unjudged">,
  limit = WINDOW_JOBS,
): Promise<EndedJob[] | null> => endedJobs(app.store.db, stretchOf({ environment, sinceMs, nowMs }), limit);

/** The lanes know shares that are too high. A rule that says otherwise is held to its figure, by whole hours. */
async function errorsFound(app: App, rule: Rule | WatchedRule, question: Question): Promise<Finding> {
  if (rule.op !== ">" || rule.threshold <= 0 || rule.threshold >= 1)
    return summaryFinding(app, rule, question);
  const jobs = await jobsOf(app, question);
  if (jobs === null) return judge(null);
  const { unjudged = 1 } = question;
  const count = typeof unjudged === "number" ? unjudged : unjudged(jobs);
  return judge({ kind: "jobs", jobs, floors: floorsOf(rule), unjudged: count });
}

/** From where a rule on errors speaks. */
export const floorsOf = (rule: Rule | WatchedRule): ErrorFloors => ({
  threshold: rule.threshold,
  samplesMin: rule.minSamples,
  errorsMin: ("minErrors" in rule ? rule.minErrors : null) ?? ERROR_FLOORS.errorsMin,
});

async function gatesFound(app: App, rule: Rule, question: Question): Promise<Finding> {
  if (rule.op !== "<") return summaryFinding(app, rule, question);
  const { passed, failed } = (await checkCounts(app.store.db, stretchOf(question))).gates;
  const limit = { passRateMin: rule.threshold, gatesMin: rule.minSamples };
  return judge({ kind: "gates", passed, evaluated: passed + failed, limit });
}

/** Articles are judged over at most so many, the newest. */
const ARTICLES_MAX = WINDOW_JOBS;

/** The newest articles of an environment that were finished since a moment, in order of their end. */
export async function articlesOf(
  app: App,
  question: Omit<Question, "unjudged">,
  limit = ARTICLES_MAX,
): Promise<MeasuredArticle[]> {
  return (await articleFigures(app.store.db, stretchOf(question), limit)).map(measured);
}

/** What one article was; null where it is not known. */
export interface MeasuredArticle {
  endMs: number;
  costUsd: number | null;
  roi: number | null;
  seconds: number | null;
}

const measured = ({ endMs, costNano, humanNano, seconds }: ArticleFigures): MeasuredArticle => ({
  endMs,
  costUsd: costNano === null ? null : usd(costNano),
  roi:
    costNano === null || humanNano === null ? null : roiMultiplier(humanNano as NanoUsd, costNano as NanoUsd),
  seconds,
});

async function articlesFound(app: App, rule: Rule, question: Question): Promise<Finding> {
  if (rule.metric === "article_time_ratio") return slowdownFound(app, rule, question);
  const articles = await articleFigures(app.store.db, stretchOf(question), ARTICLES_MAX);
  return rule.metric === "roi_multiplier" ? roiFound(rule, articles) : costFound(rule, articles);
}

/** A ratio of sums over the articles of which both are known. */
function roiFound(rule: Rule, articles: readonly ArticleFigures[]): Finding {
  const both = articles.flatMap(({ costNano, humanNano }) =>
    costNano === null || humanNano === null ? [] : [{ costNano, humanNano }],
  );
  const human = both.reduce((sum, { humanNano }) => sum + humanNano, 0);
  const cost = both.reduce((sum, { costNano }) => sum + costNano, 0);
  const value = roiMultiplier(human as NanoUsd, cost as NanoUsd);
  const wording = inTimes(`ROI of ${counted(both.length, "article")}`);
  return judge({ kind: "figure", value, n: both.length, threshold: rule, wording });
}

function costFound(rule: Rule, articles: readonly ArticleFigures[]): Finding {
  const known = articles.flatMap(({ costNano }) => costNano ?? []);
  const value = perOne(usd(known.reduce((sum, nano) => sum + nano, 0)), known.length);
  const wording = inUsd(`cost per article of ${known.length}`);
  return judge({ kind: "figure", value, n: known.length, threshold: rule, wording });
}

/** The other environment's articles are those of the whole window, however long this one was looked at. */
async function slowdownFound(app: App, rule: Rule, question: Question): Promise<Finding> {
  if (rule.op !== ">") return judge(null);
  const { environment, nowMs } = question;
  const weekMs = nowMs - rule.windowMs;
  const candidate = await seconds(app, question);
  const control =
    environment === null
      ? []
      : await seconds(app, { nowMs, environment: other(environment), sinceMs: weekMs });
  return judge({ kind: "slowdown", candidate, control, limit: rule.threshold });
}

const seconds = async (app: App, question: Question): Promise<number[]> =>
  (await articleFigures(app.store.db, stretchOf(question), ARTICLES_MAX))
    .map((article) => article.seconds)
    .filter((value) => value !== null && value > 0) as number[];
