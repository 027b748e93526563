import { trafficRow } from "@/db/queries/traffic";
import { appendEvent } from "@/db/record/event";
import {
  finishChange,
  intendChange,
  keepReading,
  keepTraffic,
  takenTraffic,
  trafficOf,
} from "@/db/record/traffic";
import type { Tx } from "@/db/schema";
import type { TrafficRow } from "@/db/schema-traffic";
import { Problem } from "@/lib/domain/problem";
import { confirmed, failed, type Refusal, type Traffic } from "@/lib/domain/traffic";
import type { Applied, Command } from "@/lib/drivers/traffic";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { acting, LEASE_MS } from "./acting";
import { mirrored, trafficDriver } from "./driver";

/** Who wants a change, from where, and why. */
export interface Wish {
  actor: string;
  origin: string;
  reason: string | null;
}

/** How a change ended. `superseded`: somebody wanted something else meanwhile, and that is what counts. */
export type Ending =
  | { state: "confirmed"; applied: Applied; atMs: number }
  | { state: "failed"; why: string; atMs: number }
  | { state: "superseded"; atMs: number };

/** How the traffic stands before anybody has said anything: all on blue. */
export const firstTraffic = (): Traffic => ({
  epoch: 1,
  live: "blue",
  previous: null,
  backup: null,
  green: 0,
  moving: null,
});

/** Stores that a change is wanted, before anybody is told; a refusal changes nothing. */
export function intended(
  app: App,
  wish: Wish,
  decide: (traffic: Traffic, row: TrafficRow) => Traffic | Refusal,
): Promise<Traffic | Refusal> {
  return inTransaction(app, async (tx) => {
    const nowMs = app.nowMs();
    const row = await takenTraffic(tx, firstTraffic, nowMs);
    const before = trafficOf(row);
    const traffic = decide(before, row);
    if ("refused" in traffic || traffic.moving === null) return traffic;
    const { moving } = traffic;
    await keepTraffic(tx, traffic, {
      since_ms: nowMs,
      updated_ms: nowMs,
      updated_by: wish.actor,
      differs_ms: nowMs,
      holder: acting().holder,
      holder_until_ms: nowMs + LEASE_MS,
    });
    await intendChange(tx, { traffic, moving, origin: wish.origin, reason: wish.reason });
    await noteTraffic(tx, app, wish, `traffic.${moving.kind}.intended`, before, traffic);
    return traffic;
  });
}

/** Tells the balancer what is wanted under this epoch, reads it back, and stores how that ended. */
export async function carriedOut(app: App, epoch: number, wish: Wish): Promise<Ending> {
  const controller = new AbortController();
  const mine = { epoch, controller };
  const before = acting().current;
  if (before !== null && before.epoch < epoch) before.controller.abort();
  acting().current = mine;
  try {
    const row = await trafficRow(app.store.db);
    if (row === null || row.epoch !== epoch) return { state: "superseded", atMs: app.nowMs() };
    const driver = trafficDriver(app);
    const command = commandOf(app, trafficOf(row), wish);
    const applied = await driver.send(command, limited(controller.signal));
    acting().read = { applied, atMs: app.nowMs() };
    const atMs = await stored(app, epoch, wish, (tx, traffic, nowMs) => confirm(tx, traffic, applied, nowMs));
    if (atMs === null) return { state: "superseded", atMs: app.nowMs() };
    await mirrored(app, driver, command);
    return { state: "confirmed", applied, atMs };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "driver-unreachable") throw error;
    const why = error.message;
    const atMs = await stored(app, epoch, wish, (tx, traffic, nowMs) => fail(tx, traffic, why, nowMs));
    return atMs === null ? { state: "superseded", atMs: app.nowMs() } : { state: "failed", why, atMs };
  } finally {
    if (acting().current === mine) acting().current = null;
    app.bus.publish(["traffic"]);
  }
}

/** All that a driver does for one change. A balancer that takes longer counts as not reached. */
const DRIVER_MS_MAX = 2500;

const limited = (signal: AbortSignal): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(DRIVER_MS_MAX)]);

/** The driver's words for a traffic that is wanted. */
export function commandOf(app: App, traffic: Traffic, { reason }: Wish): Command {
  const { live, previous, green } = confirmed(traffic);
  return {
    green,
    live,
    previous,
    version: app.settings().environments[live].version,
    reason: reason ?? "",
    atMs: app.nowMs(),
  };
}

type Outcome = (tx: Tx, traffic: Traffic, nowMs: number) => Promise<{ kind: string; after: Traffic }>;

/** Stores that a change has come to nothing without the balancer being told. */
export const givenUp = (app: App, epoch: number, wish: Wish, why: string): Promise<number | null> =>
  stored(app, epoch, wish, (tx, traffic, nowMs) => fail(tx, traffic, why, nowMs));

/** Stores how a change ended, and says when; null where something else is wanted by now, and nothing was stored. */
function stored(app: App, epoch: number, wish: Wish, outcome: Outcome): Promise<number | null> {
  return inTransaction(app, async (tx) => {
    const nowMs = app.nowMs();
    const row = await trafficRow(tx);
    if (row === null || row.epoch !== epoch || row.moving === null) return null;
    const before = trafficOf(row);
    const { kind, after } = await outcome(tx, before, nowMs);
    await noteTraffic(tx, app, wish, `traffic.${before.moving?.kind}.${kind}`, before, after);
    return nowMs;
  });
}

/** Stores that what was wanted has been read back. */
export async function confirm(tx: Tx, traffic: Traffic, applied: Applied, nowMs: number) {
  const after = confirmed(traffic);
  await keepTraffic(tx, after, {
    updated_ms: nowMs,
    commanded_green: traffic.green,
    commanded_ms: nowMs,
    ...readingOf(applied, nowMs),
    differs_ms: null,
    counted: applied.given === null ? null : JSON.stringify(applied.given),
    holder: null,
    holder_until_ms: null,
  });
  await finishChange(tx, traffic.epoch, "confirmed", nowMs, null);
  return { kind: "confirmed", after };
}

async function fail(tx: Tx, traffic: Traffic, why: string, nowMs: number) {
  const after = failed(traffic);
  const lease = { holder: null, holder_until_ms: null };
  await keepTraffic(tx, after, {
    updated_ms: nowMs,
    commanded_green: traffic.green,
    commanded_ms: nowMs,
    ...lease,
  });
  // An accepted rollback stays wanted: it is tried again until the balancer has taken it.
  if (after.moving === null) await finishChange(tx, traffic.epoch, "failed", nowMs, why);
  else await keepReading(tx, { unreadable: why });
  return { kind: "failed", after };
}

/** What a read of the outside says, as it is stored. */
export const readingOf = (applied: Applied, nowMs: number): Partial<TrafficRow> => ({
  applied_green: applied.green,
  applied_ms: nowMs,
  generation: applied.generation,
  unreadable: null,
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
