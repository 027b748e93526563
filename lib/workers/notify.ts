import type { App } from "@/lib/server/app";
import { Sender } from "@/lib/server/notify/sender";
import { type Pace, realPace } from "@/lib/server/pace";

const LOOK_EVERY_MS = 1000;

/** Sends what is queued until the signal is aborted. Never rejects. */
export async function notify(app: App, signal: AbortSignal, pace: Pace = realPace): Promise<void> {
  const sender = new Sender(app, pace);
  let logged: string | null = null;
  while (!signal.aborted) {
    try {
      await sender.look();
      logged = null;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (words !== logged) app.log.error({ err: error }, "the queue of notifications could not be read");
      logged = words;
    }
    await pace.sleep(LOOK_EVERY_MS, signal);
  }
  await sender.stop();
}
