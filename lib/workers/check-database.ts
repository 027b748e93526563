import type { App } from "@/lib/server/app";
import { checkDatabase } from "@/lib/server/database-check";
import { type Pace, realPace } from "@/lib/server/pace";

/** The start is over by then: a large file takes minutes. */
const START_MS = 5_000;

/** Reads the whole database once, some time after the start. */
export async function checkDatabaseOnce(app: App, signal: AbortSignal, pace: Pace = realPace): Promise<void> {
  await pace.sleep(START_MS, signal);
  if (!signal.aborted) await checkDatabase(app, signal);
}
