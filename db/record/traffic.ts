import type { Tx } from "@/db/schema";
import type { TrafficRow } from "@/db/schema-traffic";
import type { Moving, Traffic } from "@/lib/domain/traffic";

/** The traffic of a row. */
export const trafficOf = (row: TrafficRow): Traffic => ({
  epoch: row.epoch,
  live: row.live,
  previous: row.previous,
  backup: row.backup,
  green: row.green,
  moving: row.moving === null ? null : (JSON.parse(row.moving) as Moving),
});

/** Nothing stands ready to take everything back any more. */
export const retireBackup = (tx: Tx) =>
  tx.updateTable("traffic").set({ backup: null }).where("id", "=", 1).execute();

/** Stores how the traffic was found where nothing was stored. From here on it is known who had it. */
export async function firstTraffic(
  tx: Tx,
  traffic: Traffic,
  reading: Partial<TrafficRow>,
  nowMs: number,
): Promise<TrafficRow> {
  const row: TrafficRow = {
    id: 1,
    ...columnsOf(traffic),
    since_ms: nowMs,
    updated_ms: nowMs,
    updated_by: "system",
    commanded_green: null,
    commanded_ms: null,
    applied_green: null,
    applied_ms: null,
    generation: null,
    unreadable: null,
    differs_ms: null,
    remarks: "[]",
    counted: null,
    holder: null,
    holder_until_ms: null,
    ...reading,
  };
  await tx.insertInto("traffic").values(row).execute();
  const moving = { kind: "external" as const, fromGreen: traffic.green, actor: "system", sinceMs: nowMs };
  await intendChange(tx, { traffic, moving, origin: "start", reason: "as it was found at the first start" });
  if (traffic.moving === null) await finishChange(tx, traffic.epoch, "confirmed", nowMs, null);
  return row;
}

const columnsOf = ({ epoch, live, previous, backup, green, moving }: Traffic) => ({
  epoch,
  live,
  previous,
  backup,
  green,
  moving: moving === null ? null : JSON.stringify(moving),
});

/** Stores the traffic, and whatever else of its row is given. */
export const keepTraffic = (tx: Tx, traffic: Traffic, more: Partial<TrafficRow> = {}) =>
  tx
    .updateTable("traffic")
    .set({ ...columnsOf(traffic), ...more })
    .where("id", "=", 1)
    .execute();

/** Stores what was found out about the outside. Changes nothing that is wanted. */
export const keepReading = (tx: Tx, reading: Partial<TrafficRow>) =>
  tx.updateTable("traffic").set(reading).where("id", "=", 1).execute();

interface NewChange {
  traffic: Traffic;
  moving: Moving;
  origin: string;
  reason: string | null;
}

/** Stores that a change is wanted, before anybody is told. Whatever was on its way is void from now on. */
export async function intendChange(tx: Tx, { traffic, moving, origin, reason }: NewChange): Promise<void> {
  await tx
    .updateTable("traffic_change")
    .set({ state: "superseded", finished_ms: moving.sinceMs })
    .where("state", "=", "intended")
    .execute();
  await tx
    .insertInto("traffic_change")
    .values({
      epoch: traffic.epoch,
      kind: moving.kind,
      at_ms: moving.sinceMs,
      actor: moving.actor,
      origin,
      reason,
      from_green: moving.fromGreen,
      to_green: traffic.green,
      state: "intended",
      finished_ms: null,
      detail: null,
    })
    .execute();
}

/** Stores how a change ended. */
export const finishChange = (
  tx: Tx,
  epoch: number,
  state: "confirmed" | "failed",
  finishedMs: number,
  detail: string | null,
) =>
  tx
    .updateTable("traffic_change")
    .set({ state, finished_ms: finishedMs, detail })
    .where("epoch", "=", epoch)
    .execute();

/** Stores why a change that stays wanted is not done yet. */
export const keepDetail = (tx: Tx, epoch: number, detail: string) =>
  tx.updateTable("traffic_change").set({ detail }).where("epoch", "=", epoch).execute();
