import { sourceRows } from "@/db/queries/sources";
import type { Environment } from "@/lib/domain/environment";
import type { App } from "@/lib/server/app";
import { type Following, following } from "@/lib/server/follow/following";
import type { MetricSource } from "./metrics";

/**
 * Whether a followed file that feeds a metric cannot be read now: it is bad, half-written, or gone after it was read.
 * That nothing new stands in a file is no trouble: at night nobody writes articles. What a probe is answered is evidence,
 * however bad, and a process that does not run uses nothing.
 */
export async function troubled(
  app: App,
  { kinds }: MetricSource,
  environment: Environment | null,
): Promise<boolean> {
  const mine = [...following().values()].filter(
    (file) =>
      (file.kind === "auto" || kinds.includes(file.kind)) &&
      (file.environment === null || file.environment === environment) &&
      !file.path.startsWith("probe:"),
  );
  if (mine.some(({ state }) => state === "failing" || state === "retrying")) return true;
  const waiting = mine.filter(({ path, state }) => state === "waiting" && !path.startsWith("process:"));
  return waiting.length > 0 && (await anyRead(app, waiting));
}

async function anyRead(app: App, files: readonly Following[]): Promise<boolean> {
  const rows = await sourceRows(app.store.db);
  return files.some(({ path }) => rows.some((row) => row.path === path && row.last_read_ms !== null));
}
