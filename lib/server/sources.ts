import { isoTime } from "@/db/queries/money";
import { type SourceRow, sourceRows } from "@/db/queries/sources";
import type { Source, SourcesReply } from "@/lib/contract/sources";
import type { App } from "./app";
import { type Following, following } from "./follow/following";

/** A pipeline that makes articles every day has something to say every day. */
const SILENT_MS = 24 * 3_600_000;
/** Where documents that were pushed are noted. A file that is followed no more is not missed, nor what the command line read. */
const PUSHED = "http";

const NOTHING_READ = {
  last_read: null,
  last_change: null,
  last_error: null,
  accepted: 0,
  updated: 0,
  duplicates: 0,
  rejected: 0,
  rejections: [],
  notices: [],
};

/** Every file that is followed now, and every source that was ever read, with how reading it goes. */
export async function sourcesOf(app: App): Promise<SourcesReply> {
  const rows = await sourceRows(app.store.db);
  const nowMs = app.nowMs();
  const files = [...following().values()];
  const now = files.map((file) =>
    followed(
      file,
      rows.find((row) => row.path === file.path && row.kind === file.kind),
      nowMs,
    ),
  );
  const others = rows.filter((row) => !files.some((file) => file.path === row.path));
  return {
    sources: [
      ...now,
      ...others.map((row) => ({
        path: row.path,
        kind: row.kind,
        environment: null,
        state: "ok" as const,
        silent: row.path === PUSHED && quiet(row, nowMs),
        ...reading(row),
      })),
    ],
  };
}

function followed(file: Following, row: SourceRow | undefined, nowMs: number): Source {
  const { path, kind, environment, state } = file;
  const silent = state === "ok" && row !== undefined && quiet(row, nowMs);
  return { path, kind, environment, state, silent, ...(row ? reading(row) : NOTHING_READ) };
}

/** Whether nothing new came for a day. One that never held anything counts from when it was read. */
function quiet({ last_change_ms, last_read_ms }: SourceRow, nowMs: number): boolean {
  const lastMs = last_change_ms ?? last_read_ms;
  return lastMs !== null && nowMs - lastMs > SILENT_MS;
}

const reading = (row: SourceRow) => ({
  last_read: isoOrNull(row.last_read_ms),
  last_change: isoOrNull(row.last_change_ms),
  last_error:
    row.last_error === null || row.last_error_ms === null
      ? null
      : { message: row.last_error, time: isoTime(row.last_error_ms) },
  accepted: row.accepted,
  updated: row.updated,
  duplicates: row.duplicates,
  rejected: row.rejected,
  rejections: JSON.parse(row.rejections),
  notices: JSON.parse(row.notices),
});

const isoOrNull = (atMs: number | null): string | null => (atMs === null ? null : isoTime(atMs));
