import { trafficRow } from "@/db/queries/traffic";
import { appendEvent } from "@/db/record/event";
import { keepReading, takenTraffic, trafficOf } from "@/db/record/traffic";
import type { TrafficRow } from "@/db/schema-traffic";
import { Problem } from "@/lib/domain/problem";
import { type Remedy, remedy, shifted, type Traffic } from "@/lib/domain/traffic";
import type { Applied } from "@/lib/drivers/traffic";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { acting } from "./acting";
import { carriedOut, firstTraffic, givenUp, intended, readingOf, type Wish } from "./change";
import { trafficDriver } from "./driver";
import { takenIn } from "./external";

const SYSTEM: Wish = { actor: "system", origin: "watch", reason: null };

/** Backoff of a rollback that the balancer has not taken yet. */
const RETRY_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/**
 * Looks at the balancer again and again, and keeps what is stored true to what is read: one look at a time.
 * What a look finds is stored only where it is news.
 */
export class TrafficWatch {
  readonly #app: App;
  #resentEpoch: number | null = null;
  #tries = 0;
  #retryAtMs = 0;

  constructor(app: App) {
    this.#app = app;
  }

  async look(): Promise<void> {
    const row = (await trafficRow(this.#app.store.db)) ?? (await this.#first());
    const signal = AbortSignal.timeout(2500);
    let applied: Applied;
    try {
      applied = await trafficDriver(this.#app).read(signal);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return this.#unreadable(row, error.message);
    }
    acting().read = { applied, atMs: this.#app.nowMs() };
    if (await takenIn(this.#app, row, applied)) return;
    await this.#news(row, applied);
    await this.#act(row, applied);
  }

  #first(): Promise<TrafficRow> {
    return inTransaction(this.#app, (tx) => takenTraffic(tx, firstTraffic, this.#app.nowMs()));
  }

  async #unreadable(row: TrafficRow, why: string): Promise<void> {
    if (row.unreadable === why) return;
    await inTransaction(this.#app, async (tx) => {
      await keepReading(tx, { unreadable: why });
      if (row.unreadable === null) await this.#note(tx, "traffic.unreadable", row, why);
    });
    this.#app.log.warn({ reason: why }, "the balancer cannot be read");
    this.#app.bus.publish(["traffic"]);
  }

  /** Stores what was read where it differs from what was read before. */
  async #news(row: TrafficRow, applied: Applied): Promise<void> {
    const nowMs = this.#app.nowMs();
    const differs = applied.green === row.green ? null : (row.differs_ms ?? nowMs);
    const reading = { ...readingOf(applied, nowMs), differs_ms: differs };
    const same =
      row.applied_green === applied.green &&
      row.generation === applied.generation &&
      row.unreadable === null &&
      row.differs_ms === differs &&
      row.remarks === reading.remarks;
    if (same) return;
    await inTransaction(this.#app, async (tx) => {
      await keepReading(tx, reading);
      if (row.unreadable !== null) await this.#note(tx, "traffic.readable", row, null);
      const byHand = differs !== null && row.differs_ms === null && row.moving === null;
      if (byHand) await this.#note(tx, "traffic.differs", row, `${applied.green} % for green was read`);
    });
    this.#app.bus.publish(["traffic"]);
  }

  async #act(row: TrafficRow, applied: Applied): Promise<void> {
    const nowMs = this.#app.nowMs();
    const traffic = trafficOf(row);
    const wanted = remedy(traffic, {
      applied,
      generation: row.generation,
      acting: acting().current !== null || heldElsewhere(row, nowMs),
      resent: this.#resentEpoch === traffic.epoch,
      nowMs,
    });
    if (wanted.do === "nothing" || wanted.do === "show") return;
    if (wanted.do === "send") return this.#send(traffic, wanted, nowMs);
    this.#tries = 0;
    // What is there already is stored by sending it once more: the same share changes nothing outside.
    if (wanted.do === "confirm") await carriedOut(this.#app, traffic.epoch, SYSTEM);
    else await givenUp(this.#app, traffic.epoch, SYSTEM, wanted.why);
  }

  /** A driver is only told what is stored as wanted: a correction is a change of its own, of the same share. */
  async #send(traffic: Traffic, { why }: Remedy & { do: "send" }, nowMs: number): Promise<void> {
    if (nowMs < this.#retryAtMs) return;
    const wish = { ...SYSTEM, reason: why };
    if (traffic.moving !== null) {
      this.#retryAtMs = nowMs + (RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] ?? 0);
      this.#tries += 1;
      const ending = await carriedOut(this.#app, traffic.epoch, wish);
      if (ending.state === "confirmed") this.#tries = 0;
      return;
    }
    const again = await intended(this.#app, wish, (before) =>
      before.epoch === traffic.epoch
        ? shifted(before, { green: before.green, kind: "reconcile", actor: wish.actor, nowMs })
        : { refused: "nothing-to-undo", why: "something else is wanted by now" },
    );
    if ("refused" in again) return;
    this.#resentEpoch = again.epoch;
    await carriedOut(this.#app, again.epoch, wish);
  }

  #note(tx: Parameters<typeof appendEvent>[0], action: string, row: TrafficRow, reason: string | null) {
    return appendEvent(tx, {
      atMs: this.#app.nowMs(),
      actor: "system",
      origin: "watch",
      action,
      subject: "traffic",
      before: JSON.stringify({ green: row.applied_green }),
      reason,
    });
  }
}

const heldElsewhere = ({ holder, holder_until_ms }: TrafficRow, nowMs: number): boolean =>
  holder !== null && holder !== acting().holder && (holder_until_ms ?? 0) > nowMs;
