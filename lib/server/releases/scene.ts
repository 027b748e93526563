import { hash } from "node:crypto";
import { automaticRollbacks, liveReleaseRow, quarantineOf } from "@/db/queries/releases";
import { automationSwitch } from "@/db/queries/switches";
import { trafficChanges, trafficRow } from "@/db/queries/traffic";
import type { Db, Tx } from "@/db/schema";
import type { ReleaseRow } from "@/db/schema-releases";
import type { Environment } from "@/lib/domain/environment";
import { LIMITS, type Release } from "@/lib/domain/release";
import { coolingDown, recentAutomatic } from "@/lib/domain/release-guards";
import type { Backup, Guards, TrafficLook } from "@/lib/domain/release-look";
import { type Plan, planText } from "@/lib/domain/release-plan";
import type { Rule } from "@/lib/domain/rule";
import { rulesInForce } from "@/lib/domain/rules-in-force";
import { weightOf } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { missingFor } from "@/lib/server/governance/missing";
import { targetHealth } from "@/lib/server/traffic/target";

/** What a release is decided on beside its evidence. */

/** The rules that a release asks about: what may stop it, and what it must have. */
export const releaseRules = (app: App): readonly Rule[] =>
  rulesInForce(app.settings()).filter(
    ({ action, mustHaveData }) =>
      mustHaveData || action.kind === "rollback" || action.kind === "hold" || action.kind === "review",
  );

export const planHashOf = (app: App, plan: Plan): string =>
  hash("sha256", planText(plan, releaseRules(app))).slice(0, 16);

/** Who has the traffic, in shares of the environment under release. */
export async function trafficLook(
  db: Db | Tx,
  { started_epoch }: Pick<ReleaseRow, "started_epoch">,
  environment: Environment,
): Promise<TrafficLook> {
  const row = await trafficRow(db);
  if (row === null) return { applied: null, wanted: 0, moving: false, rolledBack: null };
  const applied = row.unreadable === null ? row.applied_green : null;
  const [newest] = await trafficChanges(db, 1);
  const undone = newest?.kind === "rollback" && started_epoch !== null && newest.epoch > started_epoch;
  return {
    applied: applied === null ? null : weightOf(environment, applied),
    wanted: weightOf(environment, row.green),
    moving: row.moving !== null,
    rolledBack: undone ? { actor: newest.actor, reason: newest.reason } : null,
  };
}

/** What everything would go back to, as it answered last. A clock that was moved makes an answer too old, and it is asked again. */
export async function backupLook(app: App, environment: Environment): Promise<Backup> {
  const health = await targetHealth(app, environment);
  if (health === null) return { healthy: false, ageMs: null, misses: 0, said: "has not been asked yet" };
  const ageMs = app.nowMs() - health.atMs;
  return {
    healthy: health.healthy,
    ageMs: ageMs < 0 ? null : ageMs,
    misses: health.misses,
    said: health.said,
  };
}

export async function guardsOf(app: App, db: Db | Tx, release: Release): Promise<Guards> {
  const { id, plan } = release;
  const nowMs = app.nowMs();
  const moments = await automaticRollbacks(db, nowMs - LIMITS.automaticMs);
  const live = await liveReleaseRow(db);
  return {
    planHash: planHashOf(app, plan),
    anotherLive: live !== null && live.id !== id,
    quarantined: (await quarantineOf(db, plan.version))?.said ?? null,
    missing: release.phase.name === "draft" ? await missingFor(app, db, release) : [],
    coolingDown: coolingDown(moments, nowMs),
    automaticRollbacks: recentAutomatic(moments, nowMs),
  };
}

export const automationOn = async (db: Db | Tx): Promise<boolean> => (await automationSwitch(db))?.on ?? true;
