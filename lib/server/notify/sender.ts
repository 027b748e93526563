import { dueNotifications } from "@/db/queries/notifications";
import { alertLease } from "@/db/record/alert-lease";
import { keepDelivered, keepUndelivered } from "@/db/record/notifications";
import type { NotificationRow } from "@/db/schema-alerts";
import { retryAtMs } from "@/lib/domain/notification-retry";
import { Problem } from "@/lib/domain/problem";
import { notTaken, type Outcome } from "@/lib/drivers/notify-outcome";
import type { App } from "@/lib/server/app";
import type { Pace } from "@/lib/server/pace";
import { inTransaction } from "@/lib/server/storage";
import { heldElsewhere } from "@/lib/server/traffic/acting";
import { delivered } from "./deliver";
import { receiversOf } from "./receivers";

/** A mail server may keep strangers waiting for half a minute before it greets them. */
const TIMEOUT_MS = { webhook: 10_000, email: 60_000 } as const;
/** How soon an outcome that the database could not take is brought again. */
const STORE_AGAIN_MS = 1000;
/** What is on its way when the process is to end may still arrive. */
const GRACE_MS = 2000;

/**
 * Sends what is queued: to each receiver one after the other and in order, to all of them side by side. What was sent
 * and could not be noted is not sent again before it is noted; only a crash between the two repeats it, once and under
 * the same key.
 */
export class Sender {
  readonly #app: App;
  readonly #pace: Pace;
  readonly #stopping = new AbortController();
  readonly #cutting = new AbortController();
  readonly #busy = new Map<string, Promise<void>>();

  constructor(app: App, pace: Pace) {
    this.#app = app;
    this.#pace = pace;
  }

  /** Begins to send what is due, and waits for none of it. */
  async look(): Promise<void> {
    for (const { receiver } of await this.#due()) {
      if (this.#busy.has(receiver) || this.#stopping.signal.aborted) continue;
      const sending = this.#sendAll(receiver).finally(() => this.#busy.delete(receiver));
      this.#busy.set(receiver, sending);
    }
  }

  /** Resolves when nothing is on its way. */
  async settled(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy.values());
  }

  /** Begins nothing any more, gives what is on its way a moment, and then cuts it off. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const cut = setTimeout(() => this.#cutting.abort(), GRACE_MS);
    await this.settled();
    clearTimeout(cut);
  }

  /** What is due, from the process that watches the alerts: two that send would tell everything twice. */
  async #due(): Promise<NotificationRow[]> {
    const { db } = this.#app.store;
    const nowMs = this.#app.nowMs();
    return heldElsewhere(await alertLease(db), nowMs) ? [] : dueNotifications(db, nowMs);
  }

  /** Everything that is due for one receiver. Asks anew before each, so that nothing is sent that was sent meanwhile. */
  async #sendAll(receiver: string): Promise<void> {
    try {
      while (!this.#stopping.signal.aborted) {
        const row = (await this.#due()).find((due) => due.receiver === receiver);
        if (row === undefined) return;
        const outcome = await this.#send(row);
        if (outcome === null) return;
        await this.#noted(row, outcome);
      }
    } catch (error) {
      this.#app.log.error({ err: error, receiver }, "notifications could not be sent");
    }
  }

  /** Null where it was cut off: then nobody knows, and it is sent again after the start. */
  async #send({ receiver, payload }: NotificationRow): Promise<Outcome | null> {
    const known = receiversOf(this.#app.settings()).find(({ name }) => name === receiver);
    if (known === undefined) return notTaken("the settings have no receiver of this name");
    const way = { atMs: this.#app.nowMs(), timeoutMs: TIMEOUT_MS[known.setting.kind] };
    const outcome = await delivered(known, payload, way, this.#cutting.signal);
    return this.#cutting.signal.aborted && !outcome.delivered ? null : outcome;
  }

  /** Stores what came of it, however long the database cannot take it. */
  async #noted(row: NotificationRow, outcome: Outcome): Promise<void> {
    const { nowMs } = this.#app;
    const attempts = row.attempts + 1;
    const { refused, waitMs } = outcome;
    const chance = this.#pace.random();
    const times = { createdMs: row.created_ms, nowMs: nowMs(), chance };
    const nextMs = outcome.delivered ? null : retryAtMs({ attempts, refused, waitMs, ...times });
    while (!(await this.#stored(row, outcome, nextMs))) {
      if (this.#stopping.signal.aborted) return;
      await this.#pace.sleep(STORE_AGAIN_MS, this.#stopping.signal);
    }
    this.#app.bus.publish(["notifications"]);
    this.#logged(row, outcome, nextMs);
  }

  async #stored({ id }: NotificationRow, { delivered: told, said, remark }: Outcome, nextMs: number | null) {
    try {
      await inTransaction(this.#app, (tx) =>
        told ? keepDelivered(tx, id, this.#app.nowMs(), remark) : keepUndelivered(tx, id, said, nextMs),
      );
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  #logged({ receiver, key, attempts }: NotificationRow, outcome: Outcome, nextMs: number | null): void {
    const about = { receiver, key, attempts: attempts + 1, reason: outcome.remark ?? outcome.said };
    const { log } = this.#app;
    if (outcome.delivered) {
      if (outcome.remark !== null) log.warn(about, "a notification was not taken for everybody");
    } else if (nextMs === null) log.error(about, "a notification is given up");
    else if (attempts === 0) log.warn(about, "a notification was not taken; it is tried again");
  }
}
