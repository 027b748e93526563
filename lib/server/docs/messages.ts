import type { ReleaseReply } from "@/lib/contract/releases";
import type { Figures } from "@/lib/contract/summary";
import type { RollbackReport } from "@/lib/contract/traffic";
import { type Known, zoned } from "@/lib/domain/docs-fill";
import type { MessagePlace } from "@/lib/domain/docs-places";
import { other } from "@/lib/domain/environment";
import { count, money, multiplier, percent } from "@/lib/domain/format";
import { plain } from "@/lib/domain/notification-words";
import { clockWords } from "@/lib/domain/release-words";
import { ownUrl } from "@/lib/server/access/auth";
import type { App } from "@/lib/server/app";
import { compareOf } from "@/lib/server/compare";
import { releaseShown, releasesOf } from "@/lib/server/releases/commands";
import { rollbackOf } from "@/lib/server/traffic/commands";

/** A release that messages can be filled for. */
export interface Choice {
  id: string;
  version: string;
  environment: string;
  live: boolean;
}

const CHOICES_MAX = 6;

/** The newest releases, the live one first: messages are about that one unless another is asked for. */
export async function choices(app: App): Promise<Choice[]> {
  const { releases } = await releasesOf(app);
  return releases
    .toSorted((a, b) => Number(b.live) - Number(a.live))
    .slice(0, CHOICES_MAX)
    .map(({ id, version, environment, live }) => ({ id, version, environment, live }));
}

/** What the messages of the communication plan say of a release. @throws Problem not-found */
export async function messageFigures(app: App, id: string): Promise<Known<MessagePlace>> {
  const release = await releaseShown(app, id);
  const old = other(release.environment);
  const since = sinceOf(release);
  const figures = since === null ? null : await figuresSince(app, release, since);
  const link = ownUrl(app.settings());
  return {
    ...releaseWords(app, release, since),
    ...figureWords(figures?.[release.environment] ?? null, figures?.[old] ?? null),
    ...(await backWords(app, release)),
    old_environment: old,
    old_version: oneLine(app.settings().environments[old].version),
    link: `${link}/releases/${release.id}`,
    report_link: release.report === null ? null : `${link}/releases/rollbacks/${release.report}`,
  };
}

const oneLine = (text: string | null): string | null => (text === null ? null : plain(text));

/** When it first had work; null where it never had. */
const sinceOf = ({ timeline }: ReleaseReply): string | null =>
  timeline.find(({ kind, evidence }) => kind === "observing" && (evidence.weight ?? 0) > 0)?.time ?? null;

const OVER: readonly ReleaseReply["state"][] = ["completed", "rolled_back", "cancelled"];

/** Of both environments since it first had work, up to its end; in whole hours, or whole days where it is long. */
async function figuresSince(app: App, { state, entered_at }: ReleaseReply, from: string) {
  const endMs = OVER.includes(state) ? Date.parse(entered_at) : app.nowMs();
  const to = new Date(Math.max(endMs, Date.parse(from) + 1)).toISOString();
  return (await compareOf(app, { from, to })).figures;
}

function releaseWords(app: App, release: ReleaseReply, since: string | null) {
  const { plan, state, held, weight, created_by } = release;
  const [, ...shares] = plan.steps;
  return {
    version: plain(release.version),
    environment: release.environment,
    plan: shares
      .map(
        ({ weight: share, hold_ms, articles }) =>
          `${share} % for ${clockWords(hold_ms)}${articles === 0 ? "" : ` and ${articles} articles`}`,
      )
      .join(", then "),
    backup_time: clockWords(plan.backup_hold_ms),
    state: `${state.replaceAll("_", " ")}${held === null ? "" : `: ${plain(held.said)}`}`,
    waits_for: plain(release.waits_for),
    share: weight === null ? null : `${weight} %`,
    planned_by: plain(created_by),
    since: since === null ? null : zoned(since, app.settings().timezone),
  };
}

const known = <Value>(value: Value | null | undefined, words: (value: Value) => string): string | null =>
  value === null || value === undefined ? null : words(value);

const figureWords = (mine: Figures | null, theirs: Figures | null) => ({
  articles: known(mine?.articles, count),
  cost_per_article: known(mine?.cost_per_article_usd, money),
  old_cost_per_article: known(theirs?.cost_per_article_usd, money),
  roi: known(mine?.roi_multiplier, multiplier),
  pass_rate: known(mine?.gate_pass_rate, percent),
  old_pass_rate: known(theirs?.gate_pass_rate, percent),
  error_rate: known(mine?.error_rate, percent),
  // Where nothing tells of errors, none is no news.
  failed_jobs: known(mine?.error_rate == null ? null : mine.failed_jobs, count),
});

async function backWords(app: App, { report: id }: ReleaseReply) {
  const report = id === null ? null : await rollbackOf(app, { params: { id } });
  return {
    back_at: known(report, ({ started_at }) => zoned(started_at, app.settings().timezone)),
    back_by: known(report, byWords),
    back_why: known(report?.reason, plain),
    reaction: known(report?.reaction_ms, (ms) => `${Math.round(ms)} ms`),
    exposed_articles: known(report?.exposure.articles, count),
    exposed_cost: known(report?.exposure.cost_usd, money),
  };
}

const byWords = ({ rule, actor }: RollbackReport): string =>
  rule === null ? plain(actor) : `Greenlight by itself, for ${plain(rule)}`;
