import { storedCounts } from "@/db/queries/sources";
import type { SettingsReply } from "@/lib/contract/settings";
import type { App } from "./app";

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
    database: { bytes: app.store.bytes(), ...(await storedCounts(app.store.db)) },
  };
}
