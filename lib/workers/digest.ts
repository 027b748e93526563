import type { App } from "@/lib/server/app";
import { type Pace, realPace } from "@/lib/server/pace";
import { DigestWatch } from "@/lib/server/reports/digest-watch";

/** The clock may be put to another time, so no timer is set for the moment itself. */
const LOOK_EVERY_MS = 30_000;

/** Tells the weekly digest when it is due. Files are read first, so that one made up for has their figures. Never rejects. */
export async function digests(
  app: App,
  signal: AbortSignal,
  { settled, pace = realPace }: { settled: () => Promise<void>; pace?: Pace },
): Promise<void> {
  const watch = new DigestWatch(app);
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([settled(), stopped]);
  let logged: string | null = null;
  while (!signal.aborted) {
    try {
      await watch.look();
      logged = null;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (words !== logged) app.log.error({ err: error }, "the digest could not be told; tried again");
      logged = words;
    }
    await pace.sleep(LOOK_EVERY_MS, signal);
  }
}
