import type { Db, Tx } from "@/db/schema";
import { type RollbackReport, rollback } from "@/lib/contract/traffic";

/** A stored report; null where there is none of that id. */
export async function rollbackReport(db: Db | Tx, id: string): Promise<RollbackReport | null> {
  const row = await db.selectFrom("rollback_report").select("report").where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : rollback.reply.parse(JSON.parse(row.report));
}

/** The newest reports, newest first. */
export async function rollbackReports(db: Db, limit: number): Promise<RollbackReport[]> {
  const rows = await db
    .selectFrom("rollback_report")
    .select("report")
    .orderBy("at_ms", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ report }) => rollback.reply.parse(JSON.parse(report)));
}
