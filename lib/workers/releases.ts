import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { type Pace, realPace } from "@/lib/server/pace";
import { releaseEngine } from "@/lib/server/releases/running";

const LOOK_EVERY_MS = 1000;

/**
 * Moves the live release by evidence, once a second. The first look, which finds what a restart has left, is over when
 * this resolves: before it nobody is served.
 */
export async function watchReleases(
  app: App,
  signal: AbortSignal,
  pace: Pace = realPace,
): Promise<{ ended: Promise<unknown> }> {
  const engine = releaseEngine(app, pace.clockMs);
  let logged: string | null = null;
  const look = async () => {
    try {
      await engine.look();
      logged = null;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (words === logged) return;
      logged = words;
      if (error instanceof Problem) app.log.warn({ reason: words }, "the release could not be looked at");
      else app.log.error({ err: error }, "a look at the release failed");
    }
  };
  await look();
  const again = async () => {
    while (!signal.aborted) {
      await pace.sleep(LOOK_EVERY_MS, signal);
      if (!signal.aborted) await look();
    }
    await engine.settled();
  };
  return { ended: again() };
}
