import { trafficRow } from "@/db/queries/traffic";
import { GUARDED, GUARDS, type Guarded } from "@/lib/domain/economics-rule";
import { type Environment, other } from "@/lib/domain/environment";
import { judge } from "@/lib/domain/judge";
import type { Release, Samples } from "@/lib/domain/release";
import { isHeldAsShared } from "@/lib/domain/release-hold";
import type { RuleFinding } from "@/lib/domain/release-look";
import type { Past, Plan, PlanGuard } from "@/lib/domain/release-plan";
import { backupOf } from "@/lib/domain/release-rollback";
import type { Rule } from "@/lib/domain/rule";
import { sharedCause } from "@/lib/domain/shared-cause";
import { weightOf } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { articlesOf, findingOf, floorsOf, jobsOf, type MeasuredArticle } from "@/lib/server/evidence/finding";
import { sourceOfMetric } from "@/lib/server/evidence/metrics";
import { troubled } from "@/lib/server/evidence/troubled";
import { healthView } from "@/lib/server/health-view";
import { releaseRules } from "./scene";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** A job that is told late was not judged at its end: trips at any job this recent count. */
const LATE_MS = 10 * 60_000;

/** What every rule, and every guard of the plan, says of the environment under release since a moment. */
export async function findingsOf(app: App, release: Release, since: Since): Promise<RuleFinding[]> {
  const rules = await Promise.all(releaseRules(app).map((rule) => ruleFinding(app, rule, release, since)));
  const guards = await Promise.all(
    release.plan.guards.map((guard) => guardFinding(app, guard, release, since)),
  );
  return [...rules, ...guards];
}

export interface Since {
  /** From when evidence counts. */
  sinceMs: number;
  /** When it was looked at last. */
  lookedMs: number;
}

async function ruleFinding(
  app: App,
  rule: Rule,
  release: Release,
  { sinceMs, lookedMs }: Since,
): Promise<RuleFinding> {
  const { environment } = release.plan;
  const nowMs = app.nowMs();
  const { finding } = await findingOf(app, rule, {
    environment,
    sinceMs,
    nowMs,
    unjudged: (jobs) => jobs.filter(({ endMs }) => endMs > lookedMs - LATE_MS).length,
  });
  const suspect = rule.metric === "error_rate" && finding.verdict === "fail";
  const togetherMs = isHeldAsShared(release) ? sinceMs : null;
  return {
    rule,
    finding,
    sharedCause: suspect && (await shared(app, rule, environment, { sinceMs, nowMs, togetherMs })),
  };
}

async function shared(
  app: App,
  rule: Rule,
  environment: Environment,
  { sinceMs, nowMs, togetherMs }: { sinceMs: number; nowMs: number; togetherMs: number | null },
): Promise<boolean> {
  const ours = await jobsOf(app, { environment, sinceMs, nowMs });
  const theirs = await jobsOf(app, {
    environment: other(environment),
    sinceMs: Math.min(sinceMs, nowMs - DAY_MS),
    nowMs,
  });
  return sharedCause(ours ?? [], theirs ?? [], nowMs, {
    floors: floorsOf(rule),
    togetherMs,
  }).shared;
}

const FIGURES: Record<Guarded, (article: MeasuredArticle) => number | null> = {
  cost_per_article_usd: ({ costUsd }) => costUsd,
  roi_multiplier: ({ roi }) => roi,
  article_time_s: ({ seconds }) => seconds,
};

/** A guard of a plan as the rule that it is. */
const ruleOfGuard = ({ metric, limit, action }: PlanGuard): Rule => ({
  name: `guard ${metric}`,
  severity: action === "rollback" ? "critical" : "high",
  metric,
  op: ">",
  threshold: limit,
  clearThreshold: null,
  windowMs: WEEK_MS,
  forMs: 0,
  clearForMs: 0,
  minSamples: 8,
  noData: "show",
  action: { kind: action },
  dryRun: false,
  mustHaveData: false,
});

/** Which guard a rule of a plan is; null where it is a rule of the settings. */
export const guardedMetric = ({ name }: Pick<Rule, "name">): Guarded | null =>
  GUARDED.find((metric) => name === `guard ${metric}`) ?? null;

/** Where the candidate has everything nothing is made at the same time: it is held against the other's last days. */
async function guardFinding(
  app: App,
  guard: PlanGuard,
  { plan: { environment } }: Release,
  { sinceMs }: Since,
): Promise<RuleFinding> {
  const nowMs = app.nowMs();
  const row = await trafficRow(app.store.db);
  const concurrent = row === null || weightOf(other(environment), row.green) > 0;
  const figures = async (of: Environment, fromMs: number) =>
    (await articlesOf(app, { environment: of, sinceMs: fromMs, nowMs }))
      .map(FIGURES[guard.metric])
      .filter((value) => value !== null && value > 0) as number[];
  const articles = {
    candidate: await figures(environment, sinceMs),
    control: await figures(other(environment), concurrent ? sinceMs : nowMs - WEEK_MS),
    concurrent,
  };
  const limits = { ...GUARDS[guard.metric], limit: guard.limit };
  return {
    rule: ruleOfGuard(guard),
    finding: judge({ kind: "economics", articles, guard: limits }),
    sharedCause: false,
  };
}

/** Finished articles on both sides since a moment. */
export async function samplesOf(app: App, release: Release, sinceMs: number): Promise<Samples> {
  const nowMs = app.nowMs();
  const count = async (environment: Environment) =>
    (await articlesOf(app, { environment, sinceMs, nowMs }, ARTICLES_MAX)).length;
  return { candidate: await count(release.plan.environment), control: await count(backupOf(release)) };
}

/** More than a plan can ask for. */
const ARTICLES_MAX = 10_000;

/** Whether the files that rules of releases are fed from could be read. */
export async function sourcesReadable(app: App, environment: Environment): Promise<boolean> {
  for (const { metric } of releaseRules(app))
    if (await troubled(app, sourceOfMetric(metric), environment)) return false;
  return true;
}

/** Whether the probes that are bound to an environment have answered, whatever they said; true where there are none. */
export async function probesAnswer(app: App, environment: Environment): Promise<boolean> {
  const { components } = await healthView(app, environment);
  const bound = app.settings().probes.filter((probe) => probe.environment === environment);
  return bound.every(({ name }) =>
    components.some((one) => one.name === name && one.result !== null && !one.verdict.stale),
  );
}

/** What the last seven days held: how many articles, and what each rule would have had to look at. */
export async function pastOf(app: App, plan: Plan): Promise<Past> {
  const nowMs = app.nowMs();
  const sinceMs = nowMs - WEEK_MS;
  const both = (["blue", "green", null] as const).map((environment) => ({ environment, sinceMs, nowMs }));
  const articles = await Promise.all(both.map((question) => articlesOf(app, question, ARTICLES_MAX)));
  const articlesPerDay = articles.flat().length / 7;
  const rules = [...releaseRules(app), ...plan.guards.map(ruleOfGuard)];
  const facts = rules.map(async (rule) => {
    const { family } = sourceOfMetric(rule.metric);
    const byShare = guardedMetric(rule) !== null || BY_SHARE.includes(family);
    if (guardedMetric(rule) !== null || family === "articles")
      return { rule, perDay: articlesPerDay === 0 ? null : articlesPerDay, byShare };
    const found = await Promise.all(
      both.map(async (question) => (await findingOf(app, { ...rule, windowMs: WEEK_MS }, question)).finding),
    );
    const known = found.filter(({ verdict }) => verdict !== "cannot_measure" && verdict !== "no_data");
    const n = known.reduce((sum, finding) => sum + finding.n, 0);
    return { rule, perDay: n === 0 ? null : n / 7, byShare };
  });
  return { articlesPerDay, rules: await Promise.all(facts) };
}

/** What comes with the work, and so with the share of it; a probe's samples do not. */
const BY_SHARE: readonly string[] = ["jobs", "gates", "articles", "summary", "checks"];
