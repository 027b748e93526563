import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { type Pace, realPace } from "@/lib/server/pace";
import { endInterrupted, runsEnded } from "@/lib/server/runs/interrupted";

const AGAIN_MS = 1000;

/**
 * Ends what the process before has left, once, and waits at the end for what this one runs. Runs themselves are started
 * by people and by releases.
 */
export async function watchRuns(app: App, signal: AbortSignal, pace: Pace = realPace): Promise<void> {
  while (!(await interruptedEnded(app)) && !signal.aborted) await pace.sleep(AGAIN_MS, signal);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await runsEnded(app);
}

/** False where the store could not take it yet. */
async function interruptedEnded(app: App): Promise<boolean> {
  try {
    await endInterrupted(app);
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    app.log.warn({ reason: error.message }, "runs that were left could not be ended; tried again at once");
    return false;
  }
}
