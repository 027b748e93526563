import { isoTime } from "@/db/queries/money";
import { releaseBackup } from "@/db/queries/releases";
import { rollbackReport } from "@/db/queries/rollback-reports";
import { assignedSince, trafficChanges, trafficRow } from "@/db/queries/traffic";
import { trafficOf } from "@/db/record/traffic";
import type { TrafficChangeRow, TrafficRow } from "@/db/schema-traffic";
import type { TrafficChange, TrafficReply } from "@/lib/contract/traffic";
import type { Environment } from "@/lib/domain/environment";
import { wilson } from "@/lib/domain/interval";
import { rollbackTarget, syncOf, type Traffic, weightOf } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { healthView } from "@/lib/server/health-view";
import { acting } from "./acting";
import { UNREAD } from "./begin";
import { reportIdOf } from "./reports";
import { knownGood, targetHealth } from "./target";

/** For how long a rollback by a person can be undone. */
export const UNDO_MS = 600_000;

/** Everything that is known of the traffic: what is wanted, what was sent, what was read, what was counted. */
export async function trafficState(app: App): Promise<TrafficReply> {
  const { db } = app.store;
  const nowMs = app.nowMs();
  const row = await trafficRow(db);
  const traffic = row === null ? UNREAD : trafficOf(row);
  const { applied, unreadable } = readNow(row);
  const counts = await counted(app, traffic, row);
  const place = async (environment: Environment) => ({
    version: app.settings().environments[environment].version,
    health: (await healthView(app, environment)).status,
    desired_weight: weightOf(environment, traffic.green),
    commanded_weight: share(environment, row?.commanded_green ?? null),
    applied_weight: share(environment, applied),
    observed: observed(counts, environment),
  });
  const differsSinceMs = row?.differs_ms ?? null;
  return {
    epoch: traffic.epoch,
    environments: { blue: await place("blue"), green: await place("green") },
    live: traffic.live,
    previous: traffic.previous,
    driver: app.settings().traffic.driver,
    sync: syncOf({ appliedGreen: applied, unreadable, differsSinceMs }, traffic.green, nowMs),
    unreadable,
    remarks: JSON.parse(row?.remarks ?? "[]"),
    read_at: isoOrNull(acting().read?.atMs ?? row?.applied_ms ?? null),
    moving:
      traffic.moving === null
        ? null
        : { kind: traffic.moving.kind, actor: traffic.moving.actor, since: isoTime(traffic.moving.sinceMs) },
    rollback: await readiness(app, rollbackTarget(traffic, applied, await releaseBackup(db)), nowMs),
    undo: await undoable(app, traffic, nowMs),
    since: isoTime(row?.since_ms ?? nowMs),
    updated_at: isoTime(row?.updated_ms ?? nowMs),
    updated_by: row?.updated_by ?? "system",
  };
}

function readNow(row: TrafficRow | null): { applied: number | null; unreadable: string | null } {
  if (row === null || row.applied_ms === null)
    return { applied: null, unreadable: row?.unreadable ?? "not read yet" };
  return { applied: row.applied_green, unreadable: row.unreadable };
}

const share = (environment: Environment, green: number | null): number | null =>
  green === null ? null : weightOf(environment, green);

type Counts = Readonly<Record<Environment, number>>;

/** Jobs that were assigned under this split; where none was, the balancer's own counters since then. */
async function counted(app: App, traffic: Traffic, row: TrafficRow | null): Promise<Counts> {
  const jobs = await assignedSince(app.store.db, traffic.epoch);
  const now = acting().read?.applied.given ?? null;
  if (jobs.blue + jobs.green > 0 || now === null || row?.counted == null) return jobs;
  const then: Counts = JSON.parse(row.counted);
  return { blue: Math.max(0, now.blue - then.blue), green: Math.max(0, now.green - then.green) };
}

function observed(counts: Counts, environment: Environment) {
  const n = counts.blue + counts.green;
  return {
    share: n === 0 ? null : counts[environment] / n,
    n,
    interval: wilson(counts[environment], n),
  };
}

async function readiness(app: App, to: Environment | null, nowMs: number): Promise<TrafficReply["rollback"]> {
  if (to === null) return null;
  const health = await targetHealth(app, to);
  return {
    to,
    version: app.settings().environments[to].version,
    known_good: knownGood(health, nowMs),
    said: health?.said ?? "has not been asked yet",
    checked_at: isoOrNull(health?.atMs ?? null),
  };
}

async function undoable(app: App, traffic: Traffic, nowMs: number): Promise<TrafficReply["undo"]> {
  const [change] = await trafficChanges(app.store.db, 1);
  const undone =
    change?.kind === "rollback" &&
    change.epoch === traffic.epoch &&
    change.state === "confirmed" &&
    change.actor !== "system";
  if (!undone || nowMs - change.at_ms > UNDO_MS) return null;
  const report = await rollbackReport(app.store.db, reportIdOf(change.epoch));
  if (report === null) return null;
  return { report: report.id, until: isoTime(change.at_ms + UNDO_MS) };
}

const isoOrNull = (atMs: number | null): string | null => (atMs === null ? null : isoTime(atMs));

const split = (green: number) => ({ blue: 100 - green, green });

/** A change as the API answers it. */
export const changeOf = (row: TrafficChangeRow): TrafficChange => ({
  id: row.epoch,
  kind: row.kind,
  time: isoTime(row.finished_ms ?? row.at_ms),
  actor: row.actor,
  reason: row.reason,
  from: split(row.from_green),
  to: split(row.to_green),
  state: row.state,
  finished_at: isoOrNull(row.finished_ms),
  detail: row.detail,
});
