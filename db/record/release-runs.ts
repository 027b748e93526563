import type { Tx } from "@/db/schema";
import type { ReleaseRunRow } from "@/db/schema-governance";
import type { ReleaseRow } from "@/db/schema-releases";
import { type RunBody, type RunKind, type RunState, runWords } from "@/lib/domain/test-run";
import { appendEvent } from "./event";

interface NewRun {
  id: string;
  release: Pick<ReleaseRow, "id" | "version">;
  kind: RunKind;
  body: RunBody;
  actor: string;
  origin: string;
  atMs: number;
}

const subjectOf = ({ id, version }: NewRun["release"]): string => `release ${id} ${version}`;

/** Stores a run that begins. An index refuses a second one of its kind that runs for this release. */
export async function addRun(
  tx: Tx,
  { id, release, kind, body, actor, origin, atMs }: NewRun,
): Promise<void> {
  await tx
    .insertInto("release_run")
    .values({
      ...{ id, kind, actor, release_id: release.id, state: "running" },
      ...{ started_ms: atMs, finished_ms: null, body: JSON.stringify(body) },
    })
    .execute();
  const subject = subjectOf(release);
  const after = JSON.stringify({ run: id });
  await appendEvent(tx, { atMs, actor, origin, action: `release.${kind}_started`, subject, after });
}

/** Stores how far a run has come; false where something has ended it. */
export async function keepRunBody(tx: Tx, id: string, body: RunBody): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("release_run")
    .set({ body: JSON.stringify(body) })
    .where("id", "=", id)
    .where("state", "=", "running")
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

interface RunEnd {
  state: Exclude<RunState, "running">;
  body: RunBody;
  actor: string;
  origin: string;
  atMs: number;
}

/** Ends a run that runs, and notes it in the log; false where something else was faster: then nothing is stored. */
export async function endRun(
  tx: Tx,
  run: Pick<ReleaseRunRow, "id" | "kind" | "release_id">,
  { state, body, actor, origin, atMs }: RunEnd,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("release_run")
    .set({ state, body: JSON.stringify(body), finished_ms: atMs })
    .where("id", "=", run.id)
    .where("state", "=", "running")
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  const release = tx.selectFrom("release").select(["id", "version"]).where("id", "=", run.release_id);
  await appendEvent(tx, {
    ...{ atMs, actor, origin },
    action: `release.${run.kind}_${state}`,
    subject: subjectOf(await release.executeTakeFirstOrThrow()),
    after: JSON.stringify({ run: run.id }),
    reason: runWords(body),
  });
  return true;
}
