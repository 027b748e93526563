import { releaseTimeline } from "@/db/queries/releases";
import type { ReleaseRow } from "@/db/schema-releases";
import { LIMITS, type Release, running } from "@/lib/domain/release";
import type { Command, Look } from "@/lib/domain/release-look";
import { backupOf } from "@/lib/domain/release-rollback";
import type { App } from "@/lib/server/app";
import { targetHealth } from "@/lib/server/traffic/target";
import type { Checks } from "./checks";
import { findingsOf, probesAnswer, samplesOf, sourcesReadable } from "./evidence";
import { automationOn, backupLook, guardsOf, trafficLook } from "./scene";

/** When a step is taken, by a clock that only runs forward. */
export interface Moment {
  elapsedMs: number;
  uptimeMs: number;
}

/** Gathers everything that one step of a release is decided on. */
export async function lookAt(
  app: App,
  { row, release }: { row: ReleaseRow; release: Release },
  checks: Checks,
  commands: readonly Command[],
  moment: Moment,
): Promise<Look> {
  const { db } = app.store;
  const { environment } = release.plan;
  const sinceMs = await evidenceSinceMs(app, release);
  const candidate = await targetHealth(app, environment);
  return {
    nowMs: app.nowMs(),
    ...moment,
    commands,
    traffic: await trafficLook(db, row, environment),
    findings: sinceMs === null ? [] : await findingsOf(app, release, { sinceMs, lookedMs: row.updated_ms }),
    samples: sinceMs === null ? { candidate: 0, control: 0 } : await samplesOf(app, release, sinceMs),
    readable: await sourcesReadable(app, environment),
    probed: await probesAnswer(app, environment),
    candidateDown: (candidate?.misses ?? 0) >= LIMITS.backupMisses,
    checks: checks.of(release),
    backup: await backupLook(app, backupOf(release)),
    automation: await automationOn(db),
    guards: await guardsOf(app, db, release),
  };
}

/** Since when there is evidence of a release: since its share was applied, whatever it does by now. Null before the first. */
export async function evidenceSinceMs(app: App, release: Release): Promise<number | null> {
  const now = running(release);
  if (now?.name === "observing") return now.sinceMs;
  if (now === null || now.name === "preflight") return null;
  const timeline = await releaseTimeline(app.store.db, release.id);
  return timeline.findLast(({ kind }) => kind === "observing")?.at_ms ?? release.enteredMs;
}
