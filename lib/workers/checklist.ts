import type { Topic } from "@/lib/contract/live";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { checklistsLooked } from "@/lib/server/governance/checklist-look";
import { type Pace, realPace } from "@/lib/server/pace";

const LOOK_EVERY_MS = 10_000;
/** However much is told, looks are so far apart. */
const SPACING_MS = 2000;

/** After these somebody waits for a tick: a release that was planned, a run that has ended, a signature. */
const SOON: readonly Topic[] = ["releases", "traffic", "settings"];

interface Surroundings {
  /** Resolves when what stood in the followed files at the start has been read: before that, nothing is missing. */
  settled?: () => Promise<void>;
  pace?: Pace;
}

/** Looks at the evidence of open releases every ten seconds, and soon after something was told, until the signal is aborted. */
export async function watchChecklists(
  app: App,
  signal: AbortSignal,
  { settled = async () => {}, pace = realPace }: Surroundings = {},
): Promise<void> {
  await Promise.race([settled(), aborted(signal)]);
  let soon = new AbortController();
  const unsubscribe = app.bus.subscribe(({ topics }) => {
    if (topics.some((topic) => SOON.includes(topic))) soon.abort();
  });
  const look = looking(app);
  while (!signal.aborted) {
    soon = new AbortController();
    await look();
    await pace.sleep(SPACING_MS, signal);
    await pace.sleep(LOOK_EVERY_MS - SPACING_MS, AbortSignal.any([signal, soon.signal]));
  }
  unsubscribe();
}

/** A look that never fails. That the database cannot be written is in the log already; what else fails is said once. */
function looking(app: App): () => Promise<void> {
  let logged: string | null = null;
  return async () => {
    try {
      await checklistsLooked(app);
      logged = null;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const unstored = error instanceof Problem && error.code === "storage-unavailable";
      if (!unstored && words !== logged) app.log.error({ err: error }, "a look at the checklists failed");
      logged = words;
    }
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
