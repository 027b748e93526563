import { releaseRow } from "@/db/queries/releases";
import type { Db, Tx } from "@/db/schema";
import type { ReleaseRow } from "@/db/schema-releases";
import { Problem } from "@/lib/domain/problem";

/** A release that somebody names. @throws Problem not-found */
export async function knownRelease(db: Db | Tx, id: string): Promise<ReleaseRow> {
  const row = await releaseRow(db, id);
  if (row === null) throw new Problem("not-found", `there is no release "${id.slice(0, 60)}"`);
  return row;
}
