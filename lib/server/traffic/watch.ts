import { trafficRow } from "@/db/queries/traffic";
import { appendEvent } from "@/db/record/event";
import { keepReading, trafficOf } from "@/db/record/traffic";
import type { Tx } from "@/db/schema";
import type { TrafficRow } from "@/db/schema-traffic";
import { Problem } from "@/lib/domain/problem";
import { type Remedy, remedy, same, type Traffic } from "@/lib/domain/traffic";
import type { Applied } from "@/lib/drivers/traffic";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { acting, busyHere, heldElsewhere } from "./acting";
import { knownTraffic } from "./begin";
import { carriedOut, toldAgain } from "./change";
import { trafficDriver } from "./driver";
import { EXTERNAL, takenIn } from "./external";
import { ended, readingOf, type Wish } from "./outcome";
import { reportedLate, resumedRollback } from "./rollback";

const SYSTEM: Wish = { actor: "system", origin: "watch", reason: null };

/** How soon what was not taken is tried again. */
const RETRY_MS = [1000, 2000, 4000];
const RETRY_MS_MAX = 4000;

const READ_MS_MAX = 2500;

/** A file that is being written is torn for a moment: one look that fails is no news. */
const MISSES_MIN = 2;

/**
 * Looks at the balancer again and again, and keeps what is stored true to what is read: one look at a time.
 * What a look finds is stored only where it is news.
 */
export class TrafficWatch {
  readonly #app: App;
  #resentEpoch: number | null = null;
  #missed = 0;
  #first = true;
  #tries = 0;
  #retryAtMs = 0;
  /** Why a correction failed last. */
  #refused: string | null = null;

  constructor(app: App) {
    this.#app = app;
  }

  /** @throws Problem driver-unreachable: nothing was ever read; storage-unavailable: tried again with the next look. */
  async look(): Promise<void> {
    const { begun } = acting();
    const row = await knownTraffic(this.#app);
    let applied: Applied;
    try {
      applied = await trafficDriver(this.#app).read(AbortSignal.timeout(READ_MS_MAX));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return this.#unreadable(row, error.message);
    }
    // Where a change went on meanwhile, what was read may be older than what is stored.
    if (busyHere() || acting().begun !== begun) return;
    acting().read = { applied, atMs: this.#app.nowMs() };
    if (this.#missed > 0) this.#retryAtMs = 0;
    this.#missed = 0;
    if (row.unreadable !== null) await this.#readable(row);
    if (this.#first) await reportedLate(this.#app);
    this.#first = false;
    if (await takenIn(this.#app, row, applied)) return;
    if (await this.#news(row, applied)) await this.#act(row, applied);
  }

  async #unreadable(row: TrafficRow, why: string): Promise<void> {
    this.#missed += 1;
    if (this.#missed >= MISSES_MIN && row.unreadable !== why) {
      await inTransaction(this.#app, async (tx) => {
        await keepReading(tx, { unreadable: why });
        if (row.unreadable === null) await this.#note(tx, "traffic.unreadable", row, why);
      });
      this.#app.log.warn({ reason: why }, "the balancer cannot be read");
      this.#app.bus.publish(["traffic"]);
    }
    await this.#act(row, null);
  }

  async #readable(row: TrafficRow): Promise<void> {
    await inTransaction(this.#app, async (tx) => {
      await keepReading(tx, { unreadable: null });
      await this.#note(tx, "traffic.readable", row, null);
    });
    this.#app.bus.publish(["traffic"]);
  }

  /** Stores what was read where it differs from what was read before; false where the row has changed since. */
  async #news(row: TrafficRow, applied: Applied): Promise<boolean> {
    const nowMs = this.#app.nowMs();
    const there = same(applied.green, row.green);
    const reading = {
      ...readingOf(applied, nowMs),
      generation: there ? applied.generation : row.generation,
      differs_ms: there ? null : (row.differs_ms ?? nowMs),
    };
    const known =
      row.applied_green === applied.green &&
      row.generation === reading.generation &&
      row.differs_ms === reading.differs_ms &&
      row.remarks === reading.remarks;
    if (known) return true;
    const kept = await inTransaction(this.#app, async (tx) => {
      const now = await trafficRow(tx);
      if (now === null || now.epoch !== row.epoch || now.moving !== row.moving) return false;
      await keepReading(tx, reading);
      const byHand = !there && row.differs_ms === null && row.moving === null;
      if (byHand)
        await this.#note(tx, "traffic.differs", row, `${applied.green ?? "no"} % for green was read`);
      return true;
    });
    this.#app.bus.publish(["traffic"]);
    return kept;
  }

  async #act(row: TrafficRow, applied: Applied | null): Promise<void> {
    const nowMs = this.#app.nowMs();
    const traffic = trafficOf(row);
    const wanted = remedy(traffic, {
      applied,
      generation: row.generation,
      acting: busyHere() || heldElsewhere(row, nowMs),
      resent: this.#resentEpoch === traffic.epoch,
    });
    if (wanted.do === "nothing" || wanted.do === "show") return;
    if (wanted.do === "give-up") {
      const end = { why: wanted.why };
      await ended({ app: this.#app, epoch: traffic.epoch, wish: SYSTEM, end });
      this.#app.bus.publish(["traffic"]);
      return;
    }
    const leftMs = this.#retryAtMs - nowMs;
    if (leftMs > 0 && leftMs <= RETRY_MS_MAX) return;
    this.#retryAtMs = nowMs + (RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] ?? RETRY_MS_MAX);
    this.#tries += 1;
    if (await this.#sent(traffic, wanted)) {
      this.#tries = 0;
      this.#retryAtMs = 0;
    }
  }

  /** What is there already is stored by sending it once more: the same share changes nothing outside. */
  async #sent(traffic: Traffic, wanted: Remedy & { do: "confirm" | "send" }): Promise<boolean> {
    const { moving, epoch } = traffic;
    if (moving === null) return wanted.do === "send" && this.#corrected(traffic, wanted.why);
    if (moving.kind === "rollback") return resumedRollback(this.#app, traffic);
    const wish = moving.kind === "external" ? EXTERNAL : SYSTEM;
    return (await carriedOut(this.#app, epoch, wish)).state !== "failed";
  }

  /** Puts back what is wanted already: no change of its own. */
  async #corrected(traffic: Traffic, why: string): Promise<boolean> {
    const wish = { ...SYSTEM, reason: why };
    try {
      const applied = await toldAgain(this.#app, traffic, wish);
      if (applied === null) return true;
      await inTransaction(this.#app, async (tx) => {
        const row = await trafficRow(tx);
        if (row === null || row.epoch !== traffic.epoch || row.moving !== null) return;
        await keepReading(tx, readingOf(applied, this.#app.nowMs()));
        await this.#note(tx, "traffic.corrected", row, why, applied.green);
      });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "driver-unreachable") throw error;
      if (error.message !== this.#refused)
        this.#app.log.warn({ reason: error.message }, "the weights could not be put back");
      this.#refused = error.message;
      return false;
    }
    this.#refused = null;
    this.#resentEpoch = traffic.epoch;
    this.#app.bus.publish(["traffic"]);
    return true;
  }

  #note(tx: Tx, action: string, row: TrafficRow, reason: string | null, green?: number | null) {
    return appendEvent(tx, {
      atMs: this.#app.nowMs(),
      actor: "system",
      origin: "watch",
      action,
      subject: "traffic",
      before: JSON.stringify({ green: row.applied_green }),
      after: green === undefined ? null : JSON.stringify({ green }),
      reason,
    });
  }
}
