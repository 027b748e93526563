import { trafficRow } from "@/db/queries/traffic";
import { intendChange, keepTraffic, trafficOf } from "@/db/record/traffic";
import type { Tx } from "@/db/schema";
import type { TrafficRow } from "@/db/schema-traffic";
import { Problem } from "@/lib/domain/problem";
import { confirmed, type Refusal, same, type Traffic } from "@/lib/domain/traffic";
import type { Applied, Command, TrafficDriver } from "@/lib/drivers/traffic";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { acted, acting, LEASE_MS } from "./acting";
import { knownTraffic } from "./begin";
import { mirrored, trafficDriver } from "./driver";
import { ended, noteTraffic, type Wish } from "./outcome";

/**
 * How a change ended. `superseded`: somebody wanted something else meanwhile, and that is what counts. What was read
 * back is confirmed also where the database could not take it: `stored` says so, and a later look stores it.
 */
export type Ending =
  | { state: "confirmed"; applied: Applied; atMs: number; stored: boolean }
  | { state: "failed"; why: string; atMs: number }
  | { state: "superseded"; atMs: number };

/** Throws, in the transaction that decides, where whoever wants the change does not want it any more. */
export type Fence = (tx: Tx) => Promise<void>;

/**
 * Stores that a change is wanted, before anybody is told; a refusal, or what is wanted already, changes nothing.
 *
 * @throws Problem driver-unreachable: who has the traffic was never read, and cannot be; storage-unavailable.
 */
export async function intended(
  app: App,
  wish: Wish,
  decide: (traffic: Traffic, row: TrafficRow) => Traffic | Refusal,
  { waitMs, fence }: { waitMs?: number; fence?: Fence } = {},
): Promise<Traffic | Refusal> {
  const first = await knownTraffic(app, waitMs);
  const work = async (tx: Tx): Promise<Traffic | Refusal> => {
    const nowMs = app.nowMs();
    const row = (await trafficRow(tx)) ?? first;
    const before = trafficOf(row);
    await fence?.(tx);
    const traffic = decide(before, row);
    if ("refused" in traffic || traffic.moving === null || traffic.epoch === before.epoch) return traffic;
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
  };
  return inTransaction(app, work, waitMs);
}

/** Somebody wanted something else before the balancer was told. */
class Superseded extends Error {}

/** Tells the balancer what is wanted under this epoch, reads it back, and stores how that ended. */
export async function carriedOut(app: App, epoch: number, wish: Wish, waitMs?: number): Promise<Ending> {
  try {
    return await acted(epoch, async (signal) => {
      const row = await wantedRow(app, epoch);
      const driver = trafficDriver(app);
      const command = commandOf(app, trafficOf(row), wish);
      const told = await tellingOf(app, epoch, driver, command, signal);
      if ("why" in told) return failure(app, epoch, wish, told.why, waitMs);
      acting().read = { applied: told.took, atMs: app.nowMs() };
      const atMs = await endedOrUnstored(app, epoch, wish, told.took, waitMs);
      if (atMs === null) throw new Superseded();
      await mirrored(app, driver, command);
      return {
        state: "confirmed",
        applied: told.took,
        atMs: atMs ?? app.nowMs(),
        stored: atMs !== undefined,
      };
    });
  } catch (error) {
    if (error instanceof Superseded) return { state: "superseded", atMs: app.nowMs() };
    throw error;
  } finally {
    app.bus.publish(["traffic"]);
  }
}

async function wantedRow(app: App, epoch: number): Promise<TrafficRow> {
  const row = await trafficRow(app.store.db);
  if (row === null || row.epoch !== epoch) throw new Superseded();
  return row;
}

/** All that a driver does for one change. A balancer that takes longer counts as not reached. */
const SEND_MS_MAX = 2000;
/** For the look at what it has after all. */
const READ_MS_MAX = 700;

/** Sends what is wanted; where the answer is lost, a read tells whether it was taken all the same. */
async function tellingOf(
  app: App,
  epoch: number,
  driver: TrafficDriver,
  command: Command,
  signal: AbortSignal,
): Promise<{ took: Applied } | { why: string }> {
  const stillWanted = async () => void (await wantedRow(app, epoch));
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(SEND_MS_MAX)]);
    return { took: await driver.send(command, limit, stillWanted) };
  } catch (error) {
    if (signal.aborted) throw new Superseded();
    if (!isUnreachable(error)) throw error;
    const after = await driver.read(AbortSignal.timeout(READ_MS_MAX)).catch(unread);
    if (after === null) return { why: `${error.message}; what it has now cannot be read` };
    const live = after.says?.live ?? command.live;
    if (same(after.green, command.green) && live === command.live) return { took: after };
    return { why: `${error.message}; it shows ${after.green ?? "no"} % for green now` };
  }
}

const isUnreachable = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === "driver-unreachable";

function unread(error: unknown): null {
  if (isUnreachable(error)) return null;
  throw error;
}

const isUnstored = (error: unknown): boolean =>
  error instanceof Problem && error.code === "storage-unavailable";

/** When it was stored that the balancer took it; undefined: the database cannot take it; null: superseded. */
async function endedOrUnstored(
  app: App,
  epoch: number,
  wish: Wish,
  took: Applied,
  waitMs?: number,
): Promise<number | null | undefined> {
  try {
    return await ended({ app, epoch, wish, end: { took } }, waitMs);
  } catch (error) {
    if (!isUnstored(error)) throw error;
    return undefined;
  }
}

async function failure(app: App, epoch: number, wish: Wish, why: string, waitMs?: number): Promise<Ending> {
  const failed: Ending = { state: "failed", why, atMs: app.nowMs() };
  try {
    const atMs = await ended({ app, epoch, wish, end: { why } }, waitMs);
    return atMs === null ? { state: "superseded", atMs: app.nowMs() } : { ...failed, atMs };
  } catch (error) {
    if (!isUnstored(error)) throw error;
    return failed;
  }
}

/** Tells the balancer once more what is wanted, and that alone: nobody wants anything new. @throws Problem driver-unreachable */
export async function toldAgain(app: App, traffic: Traffic, wish: Wish): Promise<Applied | null> {
  try {
    return await acted(traffic.epoch, async (signal) => {
      const driver = trafficDriver(app);
      const command = commandOf(app, traffic, wish);
      const stillWanted = async () => void (await wantedRow(app, traffic.epoch));
      const limit = AbortSignal.any([signal, AbortSignal.timeout(SEND_MS_MAX)]);
      const applied = await driver.send(command, limit, stillWanted);
      await mirrored(app, driver, command);
      return applied;
    });
  } catch (error) {
    if (error instanceof Superseded) return null;
    throw error;
  }
}

/** The driver's words for a traffic that is wanted. */
function commandOf(app: App, traffic: Traffic, { reason }: Wish): Command {
  const { live, previous, green } = confirmed(traffic);
  return {
    green,
    live,
    previous,
    version: app.settings().environments[live].version,
    reason: reason ?? "",
    rollback: traffic.moving?.kind === "rollback",
    atMs: app.nowMs(),
  };
}
