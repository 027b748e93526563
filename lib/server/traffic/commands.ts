import type { z } from "zod";
import { liveReleaseRow, releaseBefore } from "@/db/queries/releases";
import { rollbackReport, rollbackReports } from "@/db/queries/rollback-reports";
import { changesBetween, trafficChanges } from "@/db/queries/traffic";
import {
  type ChangesReply,
  type changes,
  type RollbackReport,
  type RollbacksReply,
  type rollback,
  type shift,
  type TrafficReply,
  tagOf,
} from "@/lib/contract/traffic";
import type { Identity } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import { weightOf } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { releaseUndone } from "@/lib/server/releases/commands";
import { annotated } from "./reports";
import { rollBack } from "./rollback";
import { shiftTraffic } from "./shift";
import { changeOf, trafficState } from "./state";

/** The traffic's verbs as HTTP asks for them. */

const by = ({ actor, address }: Identity) => ({ actor, origin: address });
const CHANGES_MAX = 200;
const REPORTS_MAX = 100;

export const tagged = ({ epoch }: Pick<TrafficReply, "epoch">) => ({ etag: tagOf({ epoch }) });

interface Commanded<Body> {
  body: Body;
  params: Readonly<Record<string, string>>;
  request: Request;
  who: Identity;
}

/** @throws as `shiftTraffic` */
export async function shiftAsked(
  app: App,
  { body, request, who }: Commanded<z.output<typeof shift.body>>,
): Promise<TrafficReply> {
  await refuseDuringRelease(app);
  const wish = { ...by(who), reason: body.reason };
  await shiftTraffic(app, body.green, wish, request.headers.get("if-match"));
  return trafficState(app);
}

/** While a release runs its own verbs move the traffic; a rollback is possible at any time. */
async function refuseDuringRelease(app: App): Promise<void> {
  const release = await liveReleaseRow(app.store.db);
  if (release === null) return;
  const { id, version, state } = release;
  throw new Problem(
    "impossible-now",
    `the release of ${version} is ${state.replaceAll("_", " ")}; its own verbs move the traffic, or a rollback`,
    { extra: { release: id } },
  );
}

/** @throws as `rollBack`; Problem driver-unreachable, with the report, where the balancer has not taken it yet. */
export async function rollbackAsked(
  app: App,
  { body, who }: Commanded<z.output<typeof rollback.body>>,
): Promise<RollbackReport> {
  const report = await rollBack(app, {
    ...by(who),
    reason: body.reason ?? null,
    dryRun: body.dry_run ?? false,
    confirm: body.confirm ?? false,
  });
  const refused = report.steps.find(({ name, status }) => name === "balancer" && status === "failed");
  if (refused === undefined || report.dry_run) return report;
  throw new Problem("driver-unreachable", refused.detail, { extra: { report } });
}

export async function changesOf(
  app: App,
  { from, to }: z.output<typeof changes.query>,
): Promise<ChangesReply> {
  const { db } = app.store;
  const rows =
    from === undefined && to === undefined
      ? await trafficChanges(db, CHANGES_MAX)
      : (
          await changesBetween(db, Date.parse(from ?? "2000-01-01"), Date.parse(to ?? "2100-01-01"))
        ).toReversed();
  return { changes: rows.map(changeOf) };
}

export async function rollbacksOf(app: App): Promise<RollbacksReply> {
  const reports = await rollbackReports(app.store.db, REPORTS_MAX);
  const labelled = (right: boolean) => reports.filter(({ label }) => label?.right === right).length;
  return { rollbacks: reports, labelled: { right: labelled(true), wrong: labelled(false) } };
}

/** @throws Problem not-found */
export async function rollbackOf(
  app: App,
  { params }: Pick<Commanded<unknown>, "params">,
): Promise<RollbackReport> {
  const id = params.id ?? "";
  const report = await rollbackReport(app.store.db, id);
  if (report === null) throw new Problem("not-found", `there is no rollback "${id.slice(0, 60)}"`);
  return report;
}

export const labelled = (
  app: App,
  { params, body, who }: Commanded<{ right: boolean }>,
): Promise<RollbackReport> =>
  annotated(app, params.id ?? "", by(who), { label: { right: body.right, by: who.actor } });

export const reasoned = (
  app: App,
  { params, body, who }: Commanded<{ reason: string }>,
): Promise<RollbackReport> => annotated(app, params.id ?? "", by(who), { reason: body.reason });

/**
 * Undoes a rollback: of a release by the same plan from its checks, else by the share as it was before.
 *
 * @throws Problem impossible-now: it is too late, or something else is wanted by now
 */
export async function undone(app: App, { params, who }: Commanded<unknown>): Promise<TrafficReply> {
  const now = await trafficState(app);
  const report = await rollbackOf(app, { params });
  if (now.undo?.report !== report.id) {
    throw new Problem(
      "impossible-now",
      "this rollback cannot be undone any more: ten minutes are over, or the traffic has moved since",
    );
  }
  const release = await releaseBefore(app.store.db, now.epoch);
  if (release !== null) {
    await releaseUndone(app, release.id, who);
    return trafficState(app);
  }
  const { environment, weight } = report.from;
  const green = environment === "green" ? weight : weightOf("blue", weight);
  const wish = { ...by(who), reason: `undo of rollback ${report.id}` };
  await shiftTraffic(app, green, wish, tagOf(now), { kind: "undo" });
  return trafficState(app);
}
