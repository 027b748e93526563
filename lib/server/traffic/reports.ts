import { rollbackReport } from "@/db/queries/rollback-reports";
import { appendEvent } from "@/db/record/event";
import { putReport } from "@/db/record/rollback-report";
import type { RollbackReport } from "@/lib/contract/traffic";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";

/** The report of the rollback that was wanted under an epoch. */
export const reportIdOf = (epoch: number): string => `r${epoch}`;

/** Stores the report of a rollback. One that took several tries has one report; what is done is not told again. */
export const keepReport = (app: App, report: RollbackReport, waitMs?: number): Promise<RollbackReport> =>
  inTransaction(
    app,
    async (tx) => {
      const before = await rollbackReport(tx, report.id);
      const kept = before === null ? report : continued(before, report);
      if (kept !== before) await putReport(tx, kept);
      return kept;
    },
    waitMs,
  );

/** A report with what a further try has done. */
function continued(before: RollbackReport, next: RollbackReport): RollbackReport {
  const said = ({ steps }: RollbackReport) => steps.find(({ name }) => name === "balancer")?.detail;
  const nothingNew = next.times.confirmed === null && said(next) === said(before);
  if (before.times.confirmed !== null || nothingNew) return before;
  const { actor, reason, started_at, from, to, label } = before;
  const begun = before.steps.filter(({ name }) => !next.steps.some((step) => step.name === name));
  const times = { ...next.times, accepted: before.times.accepted };
  const confirmedMs = times.confirmed === null ? null : Date.parse(times.confirmed);
  return {
    ...next,
    ...{ actor, reason, started_at, from, to, label, times },
    steps: [...begun, ...next.steps],
    reaction_ms: confirmedMs === null ? null : confirmedMs - Date.parse(started_at),
  };
}

/**
 * Changes what people may say of a report afterwards: whether it was right, and why it was made.
 *
 * @throws Problem not-found
 */
export async function annotated(
  app: App,
  id: string,
  { actor, origin }: { actor: string; origin: string },
  change: Partial<Pick<RollbackReport, "label" | "reason">>,
): Promise<RollbackReport> {
  const after = await inTransaction(app, async (tx) => {
    const before = await rollbackReport(tx, id);
    if (before === null) throw new Problem("not-found", `there is no rollback "${id.slice(0, 60)}"`);
    const after = { ...before, ...change };
    await putReport(tx, after);
    const told = (report: RollbackReport) => JSON.stringify({ label: report.label, reason: report.reason });
    await appendEvent(tx, {
      atMs: app.nowMs(),
      actor,
      origin,
      action: "rollback.annotated",
      subject: id,
      before: told(before),
      after: told(after),
    });
    return after;
  });
  app.bus.publish(["traffic"]);
  return after;
}
