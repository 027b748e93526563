import type { Tx } from "@/db/schema";
import type { ReleaseRow } from "@/db/schema-releases";
import type { Title } from "@/lib/domain/access";
import { appendEvent } from "./event";

interface Signing {
  release: Pick<ReleaseRow, "id" | "version">;
  title: Title;
  actor: string;
  origin: string;
  atMs: number;
}

const subjectOf = ({ id, version }: Signing["release"]): string => `release ${id} ${version}`;

/** Stores a sign-off with what was seen. The index refuses a second one in force of the same title. */
export async function addSignOff(
  tx: Tx,
  { release, title, actor, origin, atMs, name, note, figures }: SignedBy,
): Promise<void> {
  const row = { release_id: release.id, title, actor, name, at_ms: atMs, note, figures };
  await tx
    .insertInto("sign_off")
    .values({ ...row, revoked_ms: null, revoked_by: null, revoked_why: null })
    .execute();
  const subject = subjectOf(release);
  const after = JSON.stringify({ title, seen: JSON.parse(figures) });
  await appendEvent(tx, { atMs, actor, origin, action: "release.signed", subject, after, reason: note });
}

interface SignedBy extends Signing {
  /** The signer's name. */
  name: string;
  note: string | null;
  /** As JSON. */
  figures: string;
}

/** Revokes the sign-off of a title that is in force; false where there is none. */
export async function revokeSignOff(
  tx: Tx,
  { release, title, actor, origin, atMs, why }: Signing & { why: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("sign_off")
    .set({ revoked_ms: atMs, revoked_by: actor, revoked_why: why })
    .where("release_id", "=", release.id)
    .where("title", "=", title)
    .where("revoked_ms", "is", null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  const [subject, action] = [subjectOf(release), "release.sign_off_revoked"];
  const before = JSON.stringify({ title });
  await appendEvent(tx, { atMs, actor, origin, action, subject, before, reason: why });
  return true;
}
