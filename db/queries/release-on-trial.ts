import type { Db, Tx } from "@/db/schema";
import type { OnTrial } from "@/lib/domain/alert-state";
import { exposed } from "@/lib/domain/release";
import { liveReleaseRow, releaseOf } from "./releases";

/** The release whose environment has work that a rollback would take back; null where none has. */
export async function releaseOnTrial(db: Db | Tx): Promise<OnTrial | null> {
  const row = await liveReleaseRow(db);
  return row !== null && exposed(releaseOf(row)) ? { id: row.id, environment: row.environment } : null;
}
