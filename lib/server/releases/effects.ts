import { madeSince } from "@/db/queries/exposure";
import { releaseRow, releaseTimeline } from "@/db/queries/releases";
import { trafficRow } from "@/db/queries/traffic";
import {
  keepQuarantineReport,
  keepStarted,
  liftQuarantine,
  putQuarantine,
  recordReleaseEntry,
} from "@/db/record/releases";
import { putAutomation } from "@/db/record/switches";
import { retireBackup } from "@/db/record/traffic";
import type { Tx } from "@/db/schema";
import { Problem } from "@/lib/domain/problem";
import type { Release } from "@/lib/domain/release";
import type { Effect } from "@/lib/domain/release-effect";
import { backupOf } from "@/lib/domain/release-rollback";
import { weightOf } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { queuedRelease } from "@/lib/server/notify/queue";
import { inTransaction } from "@/lib/server/storage";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { askedTarget } from "@/lib/server/traffic/target";
import type { Checks } from "./checks";

/** What of a step is stored together with it, in its transaction. */
export async function stored(app: App, tx: Tx, release: Release, effects: readonly Effect[]): Promise<void> {
  const nowMs = app.nowMs();
  for (const effect of effects) {
    switch (effect.kind) {
      case "record":
        await recordReleaseEntry(tx, release, effect.entry, "release");
        if (effect.entry.kind === "started")
          await keepStarted(tx, release.id, (await trafficRow(tx))?.epoch ?? 0);
        if (effect.entry.kind === "completed") await liftQuarantine(tx, release.plan.version);
        break;
      case "quarantine": {
        const { version, rule, said } = effect;
        await putQuarantine(tx, { version, rule, said, sinceMs: nowMs, releaseId: release.id });
        break;
      }
      case "automation_off":
        await putAutomation(tx, { on: false, why: effect.said, by: "system", sinceMs: nowMs });
        break;
      case "retire":
        await retireBackup(tx);
        break;
    }
  }
  await queuedRelease(app, tx, { release, effects, atMs: nowMs });
}

/** @throws Problem impossible-now: the release has moved since it asked for a share, so it is void */
async function stillAt(tx: Tx, id: string, revision: number): Promise<void> {
  if ((await releaseRow(tx, id))?.revision !== revision)
    throw new Problem("impossible-now", "the release does not want this share any more");
}

/** When a rule asked for the rollback: also where it is sent again, by another process. */
async function tripOf(app: App, { id, plan }: Release): Promise<{ atMs: number; firstBadMs: number | null }> {
  const timeline = await releaseTimeline(app.store.db, id);
  const atMs = timeline.findLast(({ kind }) => kind === "rollback")?.at_ms ?? app.nowMs();
  const sinceMs = timeline.find(({ kind }) => kind === "observing")?.at_ms ?? atMs;
  return { atMs, firstBadMs: (await madeSince(app.store.db, plan.environment, sinceMs)).firstErrorMs };
}

/** What of a step is done outside once it is stored. What fails is tried again by a later step. */
export async function carriedOut(app: App, release: Release, effect: Effect, checks: Checks): Promise<void> {
  const { id, plan } = release;
  const origin = `release ${id}`;
  switch (effect.kind) {
    case "shift": {
      const green = weightOf(plan.environment, effect.weight);
      const reason = `${plan.version}: ${effect.weight} % for ${plan.environment}`;
      const fence = (tx: Tx) => stillAt(tx, id, effect.revision);
      await shiftTraffic(app, green, { actor: "system", origin, reason }, "*", { fence });
      return;
    }
    case "rollback": {
      const { actor, reason, rule, finding, automatic } = effect;
      const said = finding?.said ?? reason ?? "";
      const trip = automatic && rule !== null ? { rule, said, ...(await tripOf(app, release)) } : null;
      const wish = { actor, origin, reason, trip, dryRun: false, confirm: true };
      const report = await rollBack(app, wish);
      if (automatic) await inTransaction(app, (tx) => keepQuarantineReport(tx, id, report.id));
      return;
    }
    case "probe":
      if (effect.of === "candidate") await checks.preflight(app, release);
      else if (effect.of === "rollback") await checks.rollback(app, release);
      else await askedTarget(app, backupOf(release), new AbortController().signal);
      return;
  }
}
