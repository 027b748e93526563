import { trafficChange, trafficRow } from "@/db/queries/traffic";
import { appendEvent } from "@/db/record/event";
import { finishChange, keepDetail, keepTraffic, trafficOf } from "@/db/record/traffic";
import type { Tx } from "@/db/schema";
import type { TrafficRow } from "@/db/schema-traffic";
import { confirmed, failed, type Traffic } from "@/lib/domain/traffic";
import type { Applied } from "@/lib/drivers/traffic";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";

/** Who wants a change, from where, and why. */
export interface Wish {
  actor: string;
  origin: string;
  reason: string | null;
}

/** The end of a change as it is to be stored. */
export type End = { took: Applied } | { why: string };

interface Ended {
  app: App;
  epoch: number;
  wish: Wish;
  end: End;
}

/** Stores how a change ended, and says when; null where something else is wanted by now, and nothing was stored. */
export function ended({ app, epoch, wish, end }: Ended, waitMs?: number): Promise<number | null> {
  const work = async (tx: Tx): Promise<number | null> => {
    const nowMs = app.nowMs();
    const row = await trafficRow(tx);
    if (row === null || row.epoch !== epoch) return null;
    if (row.moving === null) return endedBefore(tx, epoch, end);
    const before = trafficOf(row);
    const after = "took" in end ? confirmed(before) : failed(before);
    const news = "took" in end || (await trafficChange(tx, epoch))?.detail !== end.why;
    if ("took" in end) await confirm(tx, before, end.took, nowMs);
    else await fail(tx, before, end.why, nowMs);
    const action = `traffic.${before.moving?.kind}.${"took" in end ? "confirmed" : "failed"}`;
    const told = "took" in end ? wish : { ...wish, reason: end.why };
    if (news) await noteTraffic(tx, app, told, action, before, after);
    return nowMs;
  };
  return inTransaction(app, work, waitMs);
}

/** Two who carry out the same change both see its end. */
async function endedBefore(tx: Tx, epoch: number, end: End): Promise<number | null> {
  const change = await trafficChange(tx, epoch);
  return "took" in end && change?.state === "confirmed" ? change.finished_ms : null;
}

async function confirm(tx: Tx, traffic: Traffic, took: Applied, nowMs: number): Promise<void> {
  await keepTraffic(tx, confirmed(traffic), {
    updated_ms: nowMs,
    ...sentNow(traffic, nowMs),
    ...readingOf(took, nowMs),
    counted: took.given === null ? null : JSON.stringify(took.given),
  });
  await finishChange(tx, traffic.epoch, "confirmed", nowMs, null);
}

async function fail(tx: Tx, traffic: Traffic, why: string, nowMs: number): Promise<void> {
  const after = failed(traffic);
  await keepTraffic(tx, after, { updated_ms: nowMs, ...sentNow(traffic, nowMs) });
  // What was accepted stays wanted: it is tried again until the balancer has taken it.
  if (after.moving === null) await finishChange(tx, traffic.epoch, "failed", nowMs, why);
  else await keepDetail(tx, traffic.epoch, why);
}

const sentNow = ({ green }: Traffic, nowMs: number): Partial<TrafficRow> => ({
  commanded_green: green,
  commanded_ms: nowMs,
  holder: null,
  holder_until_ms: null,
});

/** What a read of the outside says where what is wanted is there, as it is stored. */
export const readingOf = (applied: Applied, nowMs: number): Partial<TrafficRow> => ({
  applied_green: applied.green,
  applied_ms: nowMs,
  generation: applied.generation,
  unreadable: null,
  differs_ms: null,
  remarks: JSON.stringify(applied.remarks),
});

/** One row of the event log for one change of the traffic. */
export function noteTraffic(
  tx: Tx,
  app: App,
  { actor, origin, reason }: Wish,
  action: string,
  before: Traffic,
  after: Traffic,
): Promise<void> {
  const shown = ({ live, green, epoch }: Traffic) =>
    JSON.stringify({ live, green, blue: 100 - green, epoch });
  return appendEvent(tx, {
    atMs: app.nowMs(),
    actor,
    origin,
    action,
    subject: "traffic",
    before: shown(before),
    after: shown(after),
    reason,
  });
}
