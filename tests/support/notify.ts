import { notificationLog } from "@/db/queries/notifications";
import { type NotificationPayload, notificationPayload } from "@/lib/contract/notifications";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import type { Flag } from "@/lib/domain/flag-automation";
import type { App } from "@/lib/server/app";
import { queuedAlerts } from "@/lib/server/notify/queue";
import { Sender } from "@/lib/server/notify/sender";
import { inTransaction } from "@/lib/server/storage";
import { type Said, Watch } from "./alerts";
import { testApp } from "./app";
import { TestPace } from "./pace";

/** An application that tells these receivers (lines of the settings), with its sender and a clock of its own. */
export async function notifying(...receivers: readonly string[]) {
  const config = ["notify:", ...receivers.map((receiver) => `  - ${receiver}`)];
  const { app, clock, folder } = await testApp({ config: receivers.length === 0 ? [] : config });
  const pace = new TestPace();
  const sender = new Sender(app, pace);
  return {
    ...{ app, clock, folder, pace, sender },
    /** Sends what is due now, and waits until it is sent or not taken. */
    send: async () => {
      await sender.look();
      await sender.settled();
    },
    /** The delivery log, oldest first. */
    log: async () => (await notificationLog(app.store.db, 1000)).toReversed(),
    payloads: async (): Promise<NotificationPayload[]> =>
      (await notificationLog(app.store.db, 1000))
        .toReversed()
        .map(({ payload }) => notificationPayload.parse(JSON.parse(payload))),
  };
}

export const webhook = (url: string, more = "") => `{ kind: webhook, url: "${url}"${more} }`;

/** An engine whose looks are queued as they are taken, in one transaction each. */
export class Queueing {
  readonly watch: Watch;
  readonly #app: App;
  flags: Flag[] = [];

  constructor(app: App, ...rules: WatchedRule[]) {
    this.#app = app;
    this.watch = new Watch(...rules);
  }

  async look(said: Said, seconds = 5): Promise<void> {
    const before = this.watch.state;
    const effects = this.watch.look(said, seconds);
    const { state: after, rules } = this.watch;
    await inTransaction(this.#app, (tx) =>
      queuedAlerts(this.#app, tx, { effects, before, after, rules, flags: this.flags }),
    );
  }

  async looks(...all: Said[]): Promise<void> {
    for (const said of all) await this.look(said);
  }
}
