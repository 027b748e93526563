import { extent } from "@/db/queries/extent";
import { receiversTold } from "@/db/queries/notifications";
import { DIGEST_LATE_MS, digestKey, lastDue } from "@/lib/domain/digest";
import type { App } from "@/lib/server/app";
import { queuedDigest } from "@/lib/server/notify/queue";
import { receiversOfTold } from "@/lib/server/notify/receivers";
import { inTransaction } from "@/lib/server/storage";
import { digestDraft } from "./digest";

/**
 * Queues the digest that is due, for each receiver once in a week of the calendar: its key is in the queue of
 * notifications, so neither a restart nor a clock that is moved tells it twice.
 */
export class DigestWatch {
  readonly #app: App;
  /** The week that was left out last, so that the log says it once. */
  #leftOut = "";

  constructor(app: App) {
    this.#app = app;
  }

  async look(): Promise<void> {
    const app = this.#app;
    const { db } = app.store;
    const settings = app.settings();
    const receivers = receiversOfTold(settings, "digest");
    if (settings.digest === null || receivers.length === 0) return;
    const { atMs, week } = lastDue(app.nowMs(), settings.timezone, settings.digest);
    const key = digestKey(week);
    const told = await receiversTold(db, key);
    if (receivers.every(({ name }) => told.includes(name)) || (await extent(db)) === null) return;
    if (app.nowMs() - atMs > DIGEST_LATE_MS) return this.#late(week, told);
    const draft = await digestDraft(app, { atMs, key });
    await inTransaction(app, (tx) => queuedDigest(app, tx, draft));
    app.bus.publish(["notifications"]);
  }

  /** Who is new since it was told waits for the next; that nobody was told is said. */
  #late(week: string, told: readonly string[]): void {
    if (told.length > 0 || this.#leftOut === week) return;
    this.#leftOut = week;
    this.#app.log.warn({ week }, "the digest was due more than a day ago, and is left out");
  }
}
