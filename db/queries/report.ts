import type { Db } from "@/db/schema";
import type { AlertEventRow } from "@/db/schema-alerts";
import type { ReleaseRow } from "@/db/schema-releases";
import { type RollbackReport, rollback } from "@/lib/contract/traffic";
import type { Severity } from "@/lib/domain/rule";

interface Span {
  fromMs: number;
  /** Not included. */
  toMs: number;
}

const ROWS_MAX = 100;

/** Releases that were begun, and planned or came to their present state in a period, newest first. */
export const releasesWithin = (db: Db, { fromMs, toMs }: Span): Promise<ReleaseRow[]> =>
  db
    .selectFrom("release")
    .selectAll()
    .where("started_epoch", "is not", null)
    .where(({ eb, and, or }) =>
      or((["created_ms", "entered_ms"] as const).map((at) => and([eb(at, ">=", fromMs), eb(at, "<", toMs)]))),
    )
    .orderBy("entered_ms", "desc")
    .orderBy("id", "desc")
    .limit(ROWS_MAX)
    .execute();

/** Reports of rollbacks of a period, newest first. */
export async function rollbacksWithin(db: Db, { fromMs, toMs }: Span): Promise<RollbackReport[]> {
  const rows = await db
    .selectFrom("rollback_report")
    .select("report")
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<", toMs)
    .orderBy("at_ms", "desc")
    .orderBy("id", "desc")
    .limit(ROWS_MAX)
    .execute();
  return rows.map(({ report }) => rollback.reply.parse(JSON.parse(report)));
}

export type Fired = Pick<AlertEventRow, "rule" | "environment" | "severity" | "at_ms" | "said"> & {
  /** When it was resolved; null while it is not. */
  resolved_ms: number | null;
};

const fired = (db: Db, { fromMs, toMs }: Span) =>
  db
    .selectFrom("alert_event as fired")
    .where("fired.kind", "=", "fired")
    .where("fired.dry_run", "=", 0)
    .where("fired.at_ms", ">=", fromMs)
    .where("fired.at_ms", "<", toMs);

/** Alerts of some severities that fired in a period, newest first. */
export const firedWithin = (db: Db, span: Span, severities: readonly Severity[]): Promise<Fired[]> =>
  fired(db, span)
    .leftJoin("alert_event as over", (join) =>
      join.onRef("over.firing", "=", "fired.firing").on("over.kind", "=", "resolved"),
    )
    .select(["fired.rule", "fired.environment", "fired.severity", "fired.at_ms", "fired.said"])
    .select("over.at_ms as resolved_ms")
    .where("fired.severity", "in", severities)
    .orderBy("fired.id", "desc")
    .limit(ROWS_MAX)
    .execute();

/** How many alerts fired in a period, of whatever severity. */
export async function firedCount(db: Db, span: Span): Promise<number> {
  const row = await fired(db, span)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}
