import { isoTime } from "@/db/queries/money";
import { quarantineOf, releaseOf, releaseTimeline } from "@/db/queries/releases";
import { rollbackAfter } from "@/db/queries/traffic";
import type { QuarantineRow, ReleaseEventRow, ReleaseRow } from "@/db/schema-releases";
import type { ReleaseEntry, ReleaseReply, ReleaseSummary } from "@/lib/contract/releases";
import type { Environment } from "@/lib/domain/environment";
import type { Finding } from "@/lib/domain/finding";
import { LIMITS, type Release, running, stepOf } from "@/lib/domain/release";
import type { Evidence } from "@/lib/domain/release-effect";
import { readiness } from "@/lib/domain/release-guards";
import type { Backup, RuleFinding } from "@/lib/domain/release-look";
import type { Plan } from "@/lib/domain/release-plan";
import { possible } from "@/lib/domain/release-possible";
import { backupOf } from "@/lib/domain/release-rollback";
import { HELD } from "@/lib/domain/release-words";
import type { App } from "@/lib/server/app";
import { missingFor } from "@/lib/server/governance/missing";
import { reportIdOf } from "@/lib/server/traffic/reports";
import { findingsOf } from "./evidence";
import { evidenceSinceMs } from "./look";
import { backupLook } from "./scene";

/** A release as a list shows it. */
export function summaryOf(row: ReleaseRow): ReleaseSummary {
  const release = releaseOf(row);
  const { phase } = release;
  const now = running(release);
  return {
    id: row.id,
    version: row.version,
    environment: row.environment,
    state: row.state,
    live: row.live === 1,
    weight: row.weight,
    held:
      phase.name === "held"
        ? {
            reason: phase.reason,
            said: phase.said,
            means: HELD[phase.reason].means,
            released_by: HELD[phase.reason].releasedBy,
            over: phase.over.name,
          }
        : null,
    step: now !== null && "step" in now ? now.step : null,
    waits_for: row.waits_for,
    deadline: isoOrNull(row.deadline_ms),
    entered_at: isoTime(row.entered_ms),
    created_at: isoTime(row.created_ms),
    created_by: row.created_by,
    linked_to: row.linked_to,
    plan_hash: row.plan_hash,
    possible: possible(release),
    undone_by: release.undoneBy,
  };
}

/** One release with all that is known of it now. */
export async function detailOf(app: App, row: ReleaseRow): Promise<ReleaseReply> {
  const { db } = app.store;
  const release = releaseOf(row);
  const sinceMs = await evidenceSinceMs(app, release);
  const findings =
    sinceMs === null ? [] : await findingsOf(app, release, { sinceMs, lookedMs: row.updated_ms });
  const quarantine = await quarantineOf(db, row.version);
  return {
    ...summaryOf(row),
    plan: planReply(release.plan),
    progress: progressOf(release),
    evidence: findings.map((one) => evidenceReply(one, release)),
    missing: release.phase.name === "draft" ? await missingFor(app, db, release) : [],
    backup: await backupReply(app, release),
    quarantine: quarantine === null ? null : quarantineReply(quarantine),
    report: await reportOf(app, row),
    undo_until: undoUntil(release),
    timeline: (await releaseTimeline(db, row.id)).map(entryReply),
  };
}

export const planReply = ({
  steps,
  backupHoldMs,
  guards,
  requires,
  ...plan
}: Plan): ReleaseReply["plan"] => ({
  ...plan,
  steps: steps.map(({ weight, holdMs, articles }) => ({ weight, hold_ms: holdMs, articles })),
  backup_hold_ms: backupHoldMs,
  guards: guards.map((guard) => ({ ...guard })),
  requires: [...(requires ?? [])],
});

function progressOf(release: Release): ReleaseReply["progress"] {
  const now = running(release);
  if (now?.name !== "observing") return null;
  const { holdMs, articles } = stepOf(release, now.step);
  return {
    counted_ms: Math.round(now.countedMs),
    hold_ms: holdMs,
    articles,
    samples: now.samples,
    stands: standsFor(release),
  };
}

function standsFor({ phase, trouble }: Release): NonNullable<ReleaseReply["progress"]>["stands"] {
  if (phase.name === "held") return "held";
  if (trouble.unread !== null) return "unread";
  if (trouble.off !== null) return "off";
  if (trouble.stale !== null) return "stale";
  return trouble.noData === null ? null : "no_data";
}

const evidenceReply = (
  { rule, finding, sharedCause }: RuleFinding,
  { waived }: Release,
): ReleaseReply["evidence"][number] => ({
  rule: rule.name,
  metric: rule.metric,
  severity: rule.severity,
  action: rule.action.kind,
  finding,
  shared_cause: sharedCause,
  waived: waived.includes(rule.name),
  dry_run: rule.dryRun,
  must_have_data: rule.mustHaveData,
});

async function backupReply(app: App, release: Release): Promise<ReleaseReply["backup"]> {
  if (running(release) === null) return null;
  const { fullMs, plan } = release;
  const leftMs = fullMs === null ? null : Math.max(0, plan.backupHoldMs - fullMs);
  return {
    ...backupNow(app, backupOf(release), await backupLook(app, backupOf(release))),
    until: leftMs === null ? null : isoTime(app.nowMs() + leftMs),
  };
}

/** What everything would go back to, as the API says it. */
export const backupNow = (app: App, environment: Environment, backup: Backup) => ({
  environment,
  version: app.settings().environments[environment].version,
  ready: readiness(backup),
  said: backup.said,
  checked_at: backup.ageMs === null ? null : isoTime(app.nowMs() - backup.ageMs),
  misses: backup.misses,
});

export const quarantineReply = (row: QuarantineRow) => ({
  version: row.version,
  since: isoTime(row.since_ms),
  release: row.release_id,
  rule: row.rule,
  said: row.said,
  report: row.report,
});

/** The report of the rollback that ended it: the first since it was started. */
async function reportOf(app: App, { started_epoch, live }: ReleaseRow): Promise<string | null> {
  if (started_epoch === null) return null;
  const epoch = await rollbackAfter(app.store.db, started_epoch);
  return epoch === null || live === 1 ? null : reportIdOf(epoch);
}

function undoUntil({ phase, undoneBy, enteredMs }: Release): string | null {
  if (phase.name !== "rolled_back" || undoneBy === null || undoneBy.automatic) return null;
  return isoTime(enteredMs + LIMITS.undoMs);
}

const entryReply = (row: ReleaseEventRow): ReleaseEntry => ({
  id: row.id,
  time: isoTime(row.at_ms),
  kind: row.kind,
  from: row.from_state,
  to: row.to_state,
  actor: row.actor,
  automatic: row.automatic === 1,
  reason: row.reason,
  said: row.said,
  evidence: knownThen(JSON.parse(row.evidence) as Evidence),
});

const knownThen = ({ countedMs, findings, backup, ...rest }: Evidence): ReleaseEntry["evidence"] => ({
  ...rest,
  counted_ms: countedMs === null ? null : Math.round(countedMs),
  findings: findings.map(({ rule, finding, sharedCause }) => ({
    rule,
    finding: finding satisfies Finding,
    shared_cause: sharedCause,
  })),
  backup: { healthy: backup.healthy, age_ms: backup.ageMs },
});

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));
