import { articlePage } from "@/db/queries/articles";
import { releaseRows } from "@/db/queries/releases";
import type { PostMortemReply } from "@/lib/contract/docs";
import type { ReleaseReply } from "@/lib/contract/releases";
import type { RollbackReport } from "@/lib/contract/traffic";
import { escaped, filled, type Known, utc } from "@/lib/domain/docs-fill";
import { leadOf } from "@/lib/domain/docs-links";
import type { PostMortemPlace } from "@/lib/domain/docs-places";
import { money, percent } from "@/lib/domain/format";
import { Problem } from "@/lib/domain/problem";
import { clockWords } from "@/lib/domain/release-words";
import { ownUrl } from "@/lib/server/access/auth";
import type { App } from "@/lib/server/app";
import { releaseShown } from "@/lib/server/releases/commands";
import { rollbackOf } from "@/lib/server/traffic/commands";
import { articleList, bulleted, stepsTable, timelineTable } from "./post-mortem-blocks";
import { documentAt } from "./shelf";

const RELEASES_MAX = 100;
const ARTICLES_MAX = 100;

const NAME = "post-mortem";

/** The template, filled with what is known of a rollback, to be taken elsewhere. @throws Problem not-found */
export async function postMortemOf(
  app: App,
  { params }: { params: Readonly<Record<string, string>> },
): Promise<PostMortemReply> {
  const report = await rollbackOf(app, { params });
  const template = wholeLinks((await templateOf()).text, ownUrl(app.settings()));
  const markdown = filled(template, await known(app, report));
  return { report: report.id, file: `${NAME}-${report.id}.md`, markdown };
}

/** The same for the interface, where its links lead to other documents as they stand. @throws Problem not-found */
export async function postMortemText(app: App, id: string): Promise<string> {
  const report = await rollbackOf(app, { params: { id } });
  return filled((await templateOf()).text, await known(app, report));
}

async function templateOf() {
  const template = await documentAt(NAME);
  if (template === null) throw new Problem("not-found", "docs/post-mortem.md is not there");
  return template;
}

/** Links to other documents as addresses of this server, because a file that is saved stands beside none of them. */
const wholeLinks = (markdown: string, server: string): string =>
  markdown.replace(/\]\(([^)\s]+)\)/g, (link, href: string) => {
    const lead = leadOf(href, NAME);
    return lead.kind === "page" ? `](${server}${lead.path})` : link;
  });

async function known(app: App, report: RollbackReport): Promise<Known<PostMortemPlace>> {
  const release = await releaseOfReport(app, report.id);
  const { to, times, verification } = report;
  // What ran there is known of the release, also where no setting names it.
  const from = { ...report.from, version: report.from.version ?? release?.version ?? null };
  return {
    ...momentsOf(report),
    ...exposureOf(report),
    title: `${side(from)} went back to ${side(to)}`,
    report: `${ownUrl(app.settings())}/releases/rollbacks/${report.id}`,
    release: release === null ? null : `${ownUrl(app.settings())}/releases/${release.id}`,
    version: from.version === null ? null : escaped(from.version),
    from: side(from),
    to: side(to),
    share: `${from.weight} %`,
    by: report.rule === null ? escaped(report.actor) : "Greenlight, by itself",
    why: report.reason === null ? null : escaped(report.reason),
    rule: report.rule === null ? "none: a person decided" : escaped(report.rule),
    evidence: release === null ? null : evidenceOf(report, release),
    result: verification.passed ? "verified" : "not verified: look at the steps",
    article_list: await articlesOf(app, report),
    timeline: release === null ? null : timelineTable(release.timeline),
    steps: stepsTable(report.steps),
    not_undone: bulleted(report.not_undone),
    quarantine: release === null ? null : quarantineOf(release),
    label:
      report.label === null
        ? null
        : `${report.label.right ? "right" : "wrong"}, says ${escaped(report.label.by)}`,
    back: lasted(times.accepted, times.verified),
  };
}

const side = ({ environment, version }: RollbackReport["from"]): string =>
  version === null ? environment : `${environment} · ${escaped(version)}`;

const momentsOf = ({ times, reaction_ms }: RollbackReport) => ({
  first_bad: utcOrNull(times.first_bad),
  tripped: utcOrNull(times.tripped),
  accepted: utcOrNull(times.accepted),
  confirmed: utcOrNull(times.confirmed),
  last_assigned: utcOrNull(times.last_assigned),
  verified: utcOrNull(times.verified),
  detection: lasted(times.first_bad, times.tripped),
  reaction: reaction_ms === null ? null : `${Math.round(reaction_ms)} ms`,
});

const exposureOf = ({ exposure, times, finished_at }: RollbackReport) => ({
  exposed_since: utcOrNull(exposure.since),
  exposed_for: lasted(exposure.since, times.confirmed ?? finished_at),
  articles: String(exposure.articles),
  cost: escaped(money(exposure.cost_usd)),
});

const utcOrNull = (time: string | null): string | null => (time === null ? null : utc(time));

/** Between two moments; null where one is not known, or they lie the other way round. */
function lasted(from: string | null, to: string | null): string | null {
  if (from === null || to === null) return null;
  const ms = Date.parse(to) - Date.parse(from);
  if (ms < 0) return null;
  return ms < 10_000 ? `${ms} ms` : clockWords(ms);
}

/** The release that this rollback ended; null where it ended none. */
async function releaseOfReport(app: App, report: string): Promise<ReleaseReply | null> {
  for (const { id, started_epoch, live } of await releaseRows(app.store.db, RELEASES_MAX)) {
    if (started_epoch === null || live === 1) continue;
    const release = await releaseShown(app, id);
    if (release.report === report) return release;
  }
  return null;
}

/** What the rule had seen when it asked: its words, and the samples that they stand on. */
function evidenceOf({ rule }: RollbackReport, { timeline }: ReleaseReply): string | null {
  const finding = timeline
    .filter(({ kind }) => kind === "rollback")
    .flatMap(({ evidence }) => evidence.findings)
    .find((one) => one.rule === rule)?.finding;
  if (finding === undefined) return null;
  const { said, k, n, interval } = finding;
  const samples = k === null ? `n = ${n}` : `${k} of n = ${n} bad`;
  const bounds = interval === null ? "" : `, 95 % interval ${boundsWords(interval, k !== null)}`;
  return escaped(`${said}; ${samples}${bounds}`);
}

/** Of shares as percentages, of other figures as they are. */
const boundsWords = ({ low, high }: { low: number; high: number }, share: boolean): string => {
  const word = (value: number) => (share ? percent(value) : String(Number(value.toPrecision(3))));
  return `${word(low)} to ${word(high)}`;
};

async function articlesOf(app: App, { from, exposure, finished_at }: RollbackReport): Promise<string | null> {
  if (exposure.since === null) return null;
  const page = await articlePage(app.store.db, {
    fromMs: Date.parse(exposure.since),
    toMs: Date.parse(finished_at) + 1,
    environment: from.environment,
    bucket: "hour",
    limit: ARTICLES_MAX,
  });
  return articleList(page.articles, page.cursor !== null);
}

const quarantineOf = ({ version, quarantine }: ReleaseReply): string =>
  quarantine === null
    ? `no: ${escaped(version)} may be started again by everybody who may start releases`
    : `yes, since ${utc(quarantine.since)}: starting ${escaped(version)} again takes an administrator and a reason`;
