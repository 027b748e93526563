import type { Tx } from "@/db/schema";
import type { Entry } from "@/lib/domain/alert-effect";
import { type Alert, type AlertsState, alertKey } from "@/lib/domain/alert-state";
import { appendEvent } from "./event";

/** Stores the alerts as the engine left them. Writes only what is another than before. */
export async function keepAlerts(
  tx: Tx,
  before: AlertsState,
  after: AlertsState,
  lookedMs: number,
): Promise<void> {
  const engine = { clock_ms: after.clockMs, last_firing: after.lastFiring, looked_ms: lookedMs };
  await tx
    .insertInto("alert_engine")
    .values({ id: 1, ...engine })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(engine))
    .execute();
  const known = new Map(before.alerts.map((alert) => [alertKey(alert), JSON.stringify(alert)]));
  for (const alert of after.alerts) {
    const body = JSON.stringify(alert);
    if (known.get(alertKey(alert)) !== body) await putAlert(tx, alert, body);
    known.delete(alertKey(alert));
  }
  for (const alert of before.alerts.filter((one) => known.has(alertKey(one)))) await dropAlert(tx, alert);
}

async function putAlert(tx: Tx, alert: Alert, body: string): Promise<void> {
  const columns = { state: alert.state, firing: alert.firing?.id ?? null, body };
  await tx
    .insertInto("alert")
    .values({ rule: alert.rule, environment: alert.environment ?? "", ...columns })
    .onConflict((conflict) => conflict.columns(["rule", "environment"]).doUpdateSet(columns))
    .execute();
}

const dropAlert = (tx: Tx, { rule, environment }: Alert) =>
  tx
    .deleteFrom("alert")
    .where("rule", "=", rule)
    .where("environment", "=", environment ?? "")
    .execute();

/** Adds an entry to the history and to the one log, once however often it is written. Answers whether it was new. */
export async function recordEntry(tx: Tx, { key, entry, note, ...rest }: Entry): Promise<boolean> {
  const action = rest.action === null ? null : JSON.stringify(rest.action);
  const { numInsertedOrUpdatedRows: added } = await tx
    .insertInto("alert_event")
    .values({
      key,
      at_ms: note.atMs,
      kind: entry,
      rule: note.rule,
      environment: note.environment ?? "",
      severity: note.severity,
      firing: note.firing,
      value: note.value,
      n: note.n,
      said: note.said,
      action,
      done: Number(rest.done),
      why: rest.why,
      silence: rest.silence,
      dry_run: Number(rest.dryRun),
    })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .executeTakeFirstOrThrow();
  if (added === 0n) return false;
  const after = { firing: note.firing, value: note.value, n: note.n, action: rest.action, done: rest.done };
  await appendEvent(tx, {
    atMs: note.atMs,
    actor: "system",
    origin: "alerts",
    action: `alert.${entry}`,
    subject: note.environment === null ? note.rule : `${note.rule} ${note.environment}`,
    after: JSON.stringify({ ...after, silence: rest.silence, dry_run: rest.dryRun }),
    reason: [note.said, rest.why].filter(Boolean).join("; ") || null,
  });
  return true;
}
