import type { Topic } from "@/lib/contract/live";
import { Problem } from "@/lib/domain/problem";
import { AlertWatch } from "@/lib/server/alerts/look";
import type { App } from "@/lib/server/app";
import { flagsFile } from "@/lib/server/flags/file";
import { type Pace, realPace } from "@/lib/server/pace";

const LOOK_EVERY_MS = 5000;
/** However much comes in, looks are so far apart. */
const SPACING_MS = 1000;

/** What is told of these may be evidence. */
const EVIDENCE: readonly Topic[] = [
  "summary",
  "health",
  "latency",
  "resources",
  "errors",
  "quality",
  "settings",
];

interface Surroundings {
  /** Resolves when what stood in the followed files at the start has been read: before that, nothing is judged. */
  settled?: () => Promise<void>;
  pace?: Pace;
}

/**
 * Looks at the alerts every five seconds, and soon after something was told, until the signal is aborted. The flags file
 * is kept with each look.
 */
export async function watchAlerts(
  app: App,
  signal: AbortSignal,
  { settled = async () => {}, pace = realPace }: Surroundings = {},
): Promise<void> {
  const look = looking(app, pace.clockMs);
  await Promise.race([settled(), aborted(signal)]);
  let soon = new AbortController();
  const unsubscribe = app.bus.subscribe(({ topics }) => {
    if (topics.some((topic) => EVIDENCE.includes(topic))) soon.abort();
  });
  while (!signal.aborted) {
    await look();
    await pace.sleep(SPACING_MS, signal);
    await pace.sleep(LOOK_EVERY_MS - SPACING_MS, AbortSignal.any([signal, soon.signal]));
    if (soon.signal.aborted) soon = new AbortController();
  }
  unsubscribe();
}

/** A look that never fails. That the database cannot be written is in the log already; what else fails is said once. */
function looking(app: App, clockMs: () => number): () => Promise<void> {
  const watch = new AlertWatch(app, clockMs);
  let logged: string | null = null;
  return async () => {
    try {
      const looked = await watch.look();
      logged = null;
      if (looked === null) return;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const unstored = error instanceof Problem && error.code === "storage-unavailable";
      if (!unstored && words !== logged) app.log.error({ err: error }, "a look at the alerts failed");
      logged = words;
    }
    await flagsFile(app).keep();
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
