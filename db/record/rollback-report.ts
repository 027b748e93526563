import type { Tx } from "@/db/schema";
import type { RollbackReport } from "@/lib/contract/traffic";

/** Stores a report as it is answered. A second time changes its text only. */
export const putReport = (tx: Tx, report: RollbackReport) =>
  tx
    .insertInto("rollback_report")
    .values({
      id: report.id,
      at_ms: Date.parse(report.started_at),
      report: JSON.stringify(report),
    })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ report: JSON.stringify(report) }))
    .execute();
