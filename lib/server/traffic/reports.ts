import { rollbackReport } from "@/db/queries/rollback-reports";
import { appendEvent } from "@/db/record/event";
import { putReport } from "@/db/record/rollback-report";
import type { RollbackReport } from "@/lib/contract/traffic";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";

/** Stores the report of a rollback. */
export const keepReport = (app: App, report: RollbackReport): Promise<unknown> =>
  inTransaction(app, (tx) => putReport(tx, report));

/**
 * Changes what people may say of a report afterwards: whether it was right, and why it was made.
 *
 * @throws Problem not-found
 */
export async function annotated(
  app: App,
  id: string,
  actor: string,
  change: Partial<Pick<RollbackReport, "label" | "reason">>,
): Promise<RollbackReport> {
  return inTransaction(app, async (tx) => {
    const before = await rollbackReport(tx, id);
    if (before === null) throw new Problem("not-found", `there is no rollback "${id.slice(0, 60)}"`);
    const after = { ...before, ...change };
    await putReport(tx, after);
    const told = (report: RollbackReport) => JSON.stringify({ label: report.label, reason: report.reason });
    await appendEvent(tx, {
      atMs: app.nowMs(),
      actor,
      origin: "http",
      action: "rollback.annotated",
      subject: id,
      before: told(before),
      after: told(after),
    });
    return after;
  });
}
