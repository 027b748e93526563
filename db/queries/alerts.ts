import { silenceOfRow } from "@/db/record/silences";
import type { Db, Tx } from "@/db/schema";
import type { AlertEventRow } from "@/db/schema-alerts";
import type { AlertEntry, SilenceReply } from "@/lib/contract/alerts";
import { type Alert, type AlertsState, NO_ALERTS } from "@/lib/domain/alert-state";
import type { Environment } from "@/lib/domain/environment";
import type { Action } from "@/lib/domain/rule";
import type { Silence } from "@/lib/domain/silence";
import { isoTime } from "./money";

/** The alerts as the engine left them; none before its first look. */
export async function alertsState(db: Db | Tx): Promise<AlertsState> {
  const engine = await db.selectFrom("alert_engine").selectAll().where("id", "=", 1).executeTakeFirst();
  if (engine === undefined) return NO_ALERTS;
  const rows = await db.selectFrom("alert").select("body").orderBy("rule").orderBy("environment").execute();
  return {
    clockMs: engine.clock_ms,
    lastFiring: engine.last_firing,
    alerts: rows.map(({ body }) => JSON.parse(body) as Alert),
  };
}

interface HistoryQuestion {
  rule?: string | undefined;
  environment?: Environment | undefined;
  limit: number;
}

/** The newest entries of the history, in the order in which they were written, newest first. */
export async function alertHistory(
  db: Db,
  { rule, environment, limit }: HistoryQuestion,
): Promise<AlertEntry[]> {
  const all = db.selectFrom("alert_event").selectAll();
  const ofRule = rule === undefined ? all : all.where("rule", "=", rule);
  const ofBoth = environment === undefined ? ofRule : ofRule.where("environment", "=", environment);
  return (await ofBoth.orderBy("id", "desc").limit(limit).execute()).map(entryReply);
}

const entryReply = (row: AlertEventRow): AlertEntry => ({
  id: row.id,
  time: isoTime(row.at_ms),
  kind: row.kind,
  rule: row.rule,
  environment: row.environment === "" ? null : row.environment,
  severity: row.severity,
  firing: row.firing,
  value: row.value,
  n: row.n,
  said: row.said,
  action: row.action === null ? null : (JSON.parse(row.action) as Action),
  done: row.done === 1,
  why: row.why,
  silence: row.silence,
  dry_run: row.dry_run === 1,
});

/** The silences that are not over by the engine's clock. */
export async function activeSilences(db: Db | Tx, clockMs: number): Promise<Silence[]> {
  const rows = db.selectFrom("silence").selectAll().where("ends_clock_ms", ">", clockMs);
  return (await rows.orderBy("id").execute()).map(silenceOfRow);
}

/** The newest silences, newest first; of an id, that one. */
export async function silenceList(
  db: Db,
  clockMs: number,
  limit: number,
  id?: number,
): Promise<SilenceReply[]> {
  const all = db.selectFrom("silence").selectAll();
  const asked = id === undefined ? all : all.where("id", "=", id);
  const rows = await asked.orderBy("id", "desc").limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    rule: row.rule,
    environment: row.environment,
    reason: row.reason,
    by: row.actor,
    from: isoTime(row.from_ms),
    until: isoTime(row.expired_ms ?? row.until_ms),
    actions_too: row.actions_too === 1,
    active: row.ends_clock_ms > clockMs,
    expired_by: row.expired_by,
  }));
}
