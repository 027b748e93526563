import { isoTime } from "@/db/queries/money";
import { storedCounts } from "@/db/queries/sources";
import type { SettingsReply } from "@/lib/contract/settings";
import type { App } from "./app";
import { backupState } from "./backups";
import { checkOf } from "./database-check";

/** The configuration in force with the origin of each value, and what is wrong with a newer edit of it. */
export async function settingsOf(app: App): Promise<SettingsReply> {
  const { file, demo, origins, timezone } = app.settings();
  return {
    file,
    demo: demo !== null,
    timezone,
    values: origins.map(({ path, value, origin, line }) => ({ path, value, origin, line: line ?? null })),
    mistakes: app.config.mistakes.map(({ file: where, line, column, path, message }) => ({
      file: where ?? "environment",
      line,
      column,
      path,
      message,
    })),
    database: { bytes: app.store.bytes(), ...(await storedCounts(app.store.db)), check: checked(app) },
    backups: backupsOf(app),
  };
}

function checked(app: App): SettingsReply["database"]["check"] {
  const check = checkOf(app);
  return check === null ? null : { time: isoTime(check.atMs), problems: [...check.problems] };
}

function backupsOf(app: App): SettingsReply["backups"] {
  const state = backupState(app);
  const setting = app.settings().backup;
  if (state === null || setting === null) return null;
  const { kept, nextMs, failure } = state;
  const [last] = kept;
  return {
    every_s: setting.everyMs / 1000,
    keep: setting.keep,
    kept: kept.length,
    last: last === undefined ? null : { time: isoTime(last.atMs), bytes: last.bytes },
    next: isoTime(nextMs),
    failure: failure === null ? null : { time: isoTime(failure.atMs), message: failure.message },
  };
}
