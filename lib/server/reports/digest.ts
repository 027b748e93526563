import { alertsState } from "@/db/queries/alerts";
import { isoTime } from "@/db/queries/money";
import { liveReleaseRow } from "@/db/queries/releases";
import type { DigestReply } from "@/lib/contract/digest";
import type { ReportReply } from "@/lib/contract/report";
import { dayKey } from "@/lib/domain/dates";
import { digestDays, lastDue, nextDue } from "@/lib/domain/digest";
import { digestWords } from "@/lib/domain/digest-words";
import type { App } from "@/lib/server/app";
import { type Draft, linkTo } from "@/lib/server/notify/queue";
import { receiversOfTold } from "@/lib/server/notify/receivers";
import { summaryOf } from "@/lib/server/releases/reply";
import { reportOf } from "./report";

/** The digest of the seven whole days before a moment, but for the one it is sent to. */
export async function digestDraft(app: App, { atMs, key }: { atMs: number; key: string }): Promise<Draft> {
  const report = await reportOf(app, daysOf(app, atMs));
  const needs = await needsOf(app);
  const { from, to, timezone, headline, figures } = report;
  const link = linkOf(app, report);
  return {
    ...wordsOf(report, needs, link),
    ...{ version: 1, key, kind: "digest", status: null, severity: null },
    ...{ time: isoTime(app.nowMs()), link, alerts: [], release: null },
    digest: { week: weekOf(app, atMs), from, to, timezone, headline, figures, needs },
  };
}

/** What the digest would say now, who is told it, and when next. */
export async function digestOf(app: App): Promise<DigestReply> {
  const { digest, timezone } = app.settings();
  const report = await reportOf(app, daysOf(app, app.nowMs()));
  const receivers = receiversOfTold(app.settings(), "digest").map(({ name }) => name);
  return {
    ...wordsOf(report, await needsOf(app), linkOf(app, report)),
    ...{ from: report.from, to: report.to, timezone, receivers },
    next_at:
      digest === null || receivers.length === 0 ? null : isoTime(nextDue(app.nowMs(), timezone, digest).atMs),
  };
}

const daysOf = (app: App, atMs: number) => {
  const { fromMs, toMs } = digestDays(atMs, app.calendar());
  return { from: isoTime(fromMs), to: isoTime(toMs) };
};

/** The ISO week of a moment. */
const weekOf = (app: App, atMs: number): string =>
  lastDue(atMs, app.calendar().zone, app.settings().digest ?? { day: "monday", time: "00:00" }).week;

const linkOf = (app: App, { from, to, timezone }: ReportReply): string =>
  `${linkTo(app, "report")}?from=${dayKey(from, timezone)}&to=${dayKey(to, timezone)}`;

const wordsOf = (report: ReportReply, needs: readonly string[], link: string) =>
  digestWords({
    ...report,
    rollbacks: report.rollbacks.length,
    fired: { all: report.alerts_fired, grave: report.incidents.length },
    needs,
    link,
  });

/** What fires now, and the release that is held. */
async function needsOf(app: App): Promise<string[]> {
  const { db } = app.store;
  const { alerts } = await alertsState(db);
  const firing = alerts.flatMap(({ rule, environment, firing, finding }) =>
    firing === null
      ? []
      : `${firing.watched.severity}: ${rule}${environment === null ? "" : ` on ${environment}`} fires, ${finding?.said ?? "its figure is not known"}`,
  );
  const live = await liveReleaseRow(db);
  const release = live === null ? null : summaryOf(live);
  if (release === null || release.held === null) return firing;
  return [...firing, `held: ${release.version} on ${release.environment}, ${release.held.said}`];
}
