import { ENVIRONMENTS } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { type Pace, realPace } from "@/lib/server/pace";
import { askedTarget } from "@/lib/server/traffic/target";
import { TrafficWatch } from "@/lib/server/traffic/watch";

const LOOK_EVERY_MS = 1000;
const ASK_EVERY_MS = 15_000;

/**
 * Keeps what is stored of the traffic true to the balancer. The first look is over when this resolves, so that nobody is
 * served what a restart has made untrue; the answer's `ended` resolves when the signal has stopped it all.
 */
export async function watchTraffic(
  app: App,
  signal: AbortSignal,
  pace: Pace = realPace,
): Promise<{ ended: Promise<unknown> }> {
  const look = looking(app);
  await look();
  return { ended: Promise.all([lookAgain(look, signal, pace), askTargets(app, signal, pace)]) };
}

/** A look that never fails: what stands in its way is logged once, until it is something else. */
function looking(app: App): () => Promise<void> {
  const watch = new TrafficWatch(app);
  let logged: string | null = null;
  return async () => {
    try {
      await watch.look();
      logged = null;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (words === logged) return;
      logged = words;
      if (error instanceof Problem) app.log.warn({ reason: words }, "the traffic could not be looked at");
      else app.log.error({ err: error }, "a look at the traffic failed");
    }
  };
}

async function lookAgain(
  look: () => Promise<void>,
  signal: AbortSignal,
  { clockMs, sleep }: Pace,
): Promise<void> {
  while (!signal.aborted) {
    await sleep(LOOK_EVERY_MS - (clockMs() % LOOK_EVERY_MS), signal);
    if (!signal.aborted) await look();
  }
}

/** Asks both environments whether they could take everything, so that a rollback need not ask first. */
async function askTargets(app: App, signal: AbortSignal, { clockMs, sleep }: Pace): Promise<void> {
  while (!signal.aborted) {
    const startMs = clockMs();
    await Promise.all(ENVIRONMENTS.map((environment) => asked(app, environment, signal)));
    await sleep(Math.max(0, ASK_EVERY_MS - (clockMs() - startMs)), signal);
  }
}

async function asked(app: App, environment: (typeof ENVIRONMENTS)[number], signal: AbortSignal) {
  try {
    const { healthy } = await askedTarget(app, environment, signal);
    // One that nothing is known of is no news.
    if (healthy !== null || app.settings().environments[environment].url !== null)
      app.bus.publish(["traffic"]);
  } catch (error) {
    app.log.error({ err: error, environment }, "an environment could not be asked");
  }
}
