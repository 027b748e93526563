import type { Db, Tx } from "@/db/schema";
import type { SignOffRow } from "@/db/schema-governance";
import type { Title } from "@/lib/domain/access";

/** All sign-offs of a release, also those that were revoked, oldest first. */
export const signOffRows = (db: Db | Tx, releaseId: string): Promise<SignOffRow[]> =>
  db.selectFrom("sign_off").selectAll().where("release_id", "=", releaseId).orderBy("id").execute();

/** The titles that have signed a release, and not revoked it. */
export async function titlesSigned(db: Db | Tx, releaseId: string): Promise<Title[]> {
  const rows = await db
    .selectFrom("sign_off")
    .select("title")
    .where("release_id", "=", releaseId)
    .where("revoked_ms", "is", null)
    .execute();
  return rows.map(({ title }) => title);
}
