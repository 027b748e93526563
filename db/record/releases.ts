import type { Tx } from "@/db/schema";
import type { ReleaseRow } from "@/db/schema-releases";
import { isLive, type Release, wantedWeight } from "@/lib/domain/release";
import type { Entry } from "@/lib/domain/release-effect";
import { deadlineMs, waitOf } from "@/lib/domain/release-words";
import { appendEvent } from "./event";

/** Stores a release that was just planned. */
export async function addRelease(tx: Tx, release: Release, planHash: string, origin: string): Promise<void> {
  const { id, plan, linkedTo, createdMs, createdBy } = release;
  await tx
    .insertInto("release")
    .values({
      id,
      version: plan.version,
      environment: plan.environment,
      created_ms: createdMs,
      created_by: createdBy,
      linked_to: linkedTo,
      plan_hash: planHash,
      started_epoch: null,
      plan: JSON.stringify(plan),
      ...columnsOf(release, createdMs),
    })
    .execute();
  await appendEvent(tx, {
    atMs: createdMs,
    actor: createdBy,
    origin,
    action: "release.planned",
    subject: subjectOf(release),
    after: JSON.stringify({ plan, plan_hash: planHash, linked_to: linkedTo }),
  });
}

const subjectOf = ({ id, plan }: Release): string => `release ${id} ${plan.version}`;

const columnsOf = (release: Release, nowMs: number) => ({
  state: release.phase.name,
  held_reason: release.phase.name === "held" ? release.phase.reason : null,
  live: Number(isLive(release)),
  revision: release.revision,
  weight: wantedWeight(release),
  entered_ms: release.enteredMs,
  updated_ms: nowMs,
  waits_for: waitOf(release).said,
  deadline_ms: deadlineMs(release, nowMs),
  body: JSON.stringify(release),
});

/**
 * Stores a release as a step has left it; false where it is not any more as that step had found it, and nothing was
 * stored: then the step is void.
 */
export async function keepRelease(
  tx: Tx,
  before: Pick<Release, "id" | "revision">,
  after: Release,
  nowMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("release")
    .set(columnsOf(after, nowMs) satisfies Partial<ReleaseRow>)
    .where("id", "=", before.id)
    .where("revision", "=", before.revision)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Stores under which epoch of the traffic a release was started. */
export const keepStarted = (tx: Tx, id: string, epoch: number) =>
  tx.updateTable("release").set({ started_epoch: epoch }).where("id", "=", id).execute();

/** Adds a line to the timeline of a release and to the one log. */
export async function recordReleaseEntry(
  tx: Tx,
  release: Release,
  entry: Entry,
  origin: string,
): Promise<void> {
  const automatic = entry.kind === "rollback" && release.undoneBy?.automatic === true;
  await tx
    .insertInto("release_event")
    .values({
      release_id: release.id,
      at_ms: entry.atMs,
      kind: entry.kind,
      from_state: entry.from,
      to_state: entry.to,
      actor: entry.actor,
      automatic: Number(automatic || entry.actor === "system"),
      reason: entry.reason,
      said: entry.said,
      evidence: JSON.stringify(entry.evidence),
    })
    .execute();
  await appendEvent(tx, {
    atMs: entry.atMs,
    actor: entry.actor,
    origin,
    action: `release.${entry.kind}`,
    subject: subjectOf(release),
    before: JSON.stringify({ state: entry.from, weight: entry.evidence.weight }),
    after: JSON.stringify({ state: entry.to, weight: wantedWeight(release) }),
    reason: [entry.said, entry.reason].filter(Boolean).join("; "),
  });
}

/** Keeps a version from being started by everybody. The last time counts. */
export async function putQuarantine(
  tx: Tx,
  quarantine: { version: string; sinceMs: number; releaseId: string; rule: string | null; said: string },
): Promise<void> {
  const columns = {
    since_ms: quarantine.sinceMs,
    release_id: quarantine.releaseId,
    rule: quarantine.rule,
    said: quarantine.said,
    report: null,
  };
  await tx
    .insertInto("quarantine")
    .values({ version: quarantine.version, ...columns })
    .onConflict((conflict) => conflict.column("version").doUpdateSet(columns))
    .execute();
}

/** Says which report tells why a release's version is in quarantine. */
export const keepQuarantineReport = (tx: Tx, releaseId: string, report: string) =>
  tx.updateTable("quarantine").set({ report }).where("release_id", "=", releaseId).execute();

/** Frees a version, once it has proved itself. Answers whether it was in quarantine. */
export async function liftQuarantine(tx: Tx, version: string): Promise<boolean> {
  const deleted = tx.deleteFrom("quarantine").where("version", "=", version);
  return (await deleted.executeTakeFirstOrThrow()).numDeletedRows > 0n;
}
