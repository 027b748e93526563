import type { App } from "@/lib/server/app";
import {
  type BackupSetting,
  type BackupState,
  backupState,
  keepState,
  keptIn,
  scheduledBackup,
} from "@/lib/server/backups";
import { type Pace, realPace } from "@/lib/server/pace";
import { Loops } from "./loops";

/** The start is over by then. */
const START_MS = 5_000;
const RETRY_MS = 15 * 60_000;
/** The clock may be put to another time, and no timer runs for a month. */
const LOOK_EVERY_MS = 60 * 60_000;

/** Makes backups as scheduled: none or one schedule. */
export const backups = (app: App, pace: Pace = realPace): Loops<BackupSetting> =>
  new Loops(
    ({ folder }) => folder,
    (setting, signal) => scheduling(app, setting, signal, pace),
  );

/** What was missed while no server ran is made up for at the start, once. */
async function scheduling(app: App, setting: BackupSetting, signal: AbortSignal, pace: Pace): Promise<void> {
  look(app, setting, null);
  await pace.sleep(START_MS, signal);
  while (!signal.aborted) {
    const waitMs = (backupState(app)?.nextMs ?? 0) - app.nowMs();
    if (waitMs > 0) {
      await pace.sleep(Math.min(waitMs, LOOK_EVERY_MS), signal);
      continue;
    }
    const message = await scheduledBackup(app, setting, signal);
    look(app, setting, message);
  }
  keepState(app, null);
}

/** Looks at what is there and says when the next is due: earlier after a failure. */
function look(app: App, { folder, everyMs }: BackupSetting, failed: string | null): void {
  const atMs = app.nowMs();
  const found = inFolder(folder);
  const message = failed ?? found.message;
  // A newest one of a time to come was made before the clock was put back.
  const lastMs = Math.min(found.kept[0]?.atMs ?? 0, atMs);
  keepState(app, {
    kept: found.kept,
    failure: message === null ? null : { atMs, message },
    nextMs: message === null ? lastMs + everyMs : atMs + Math.min(everyMs, RETRY_MS),
  });
}

function inFolder(folder: string): { kept: BackupState["kept"]; message: string | null } {
  try {
    return { kept: keptIn(folder), message: null };
  } catch (error) {
    return { kept: [], message: error instanceof Error ? error.message : String(error) };
  }
}
