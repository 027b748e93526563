import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { removePartials } from "@/db/backup";
import { stampOf } from "@/db/files";
import { appendEvent } from "@/db/record/event";
import { ranOwn } from "@/lib/drivers/own-program";
import type { App } from "./app";
import { type BackupMade, backupMade } from "./backup-made";
import type { Settings } from "./config-settings";
import { remember } from "./remember";
import { inTransaction } from "./storage";

export type BackupSetting = NonNullable<Settings["backup"]>;

/** Ten gigabytes take some twenty minutes on two busy cores. */
const RUN_MS_MAX = 6 * 3_600_000;
const MESSAGE_MAX = 500;

interface KeptBackup {
  name: string;
  atMs: number;
  bytes: number;
}

export interface BackupState {
  /** Newest first: those of our own naming. */
  kept: readonly KeptBackup[];
  /** Since the last that was made. */
  failure: { atMs: number; message: string } | null;
  nextMs: number;
}

const states = () => remember("backups", () => new WeakMap<App, BackupState>());

/** How the scheduled backups are; null where none are scheduled, or before the first look. */
export const backupState = (app: App): BackupState | null => states().get(app) ?? null;

export function keepState(app: App, state: BackupState | null): void {
  if (state === null) states().delete(app);
  else states().set(app, state);
  app.bus.publish(["settings"]);
}

const OWN = /^greenlight-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/;

const nameAt = (atMs: number): string => `greenlight-${stampOf(atMs)}.db`;

/** The scheduled backups in a folder, newest first. Files with other names are somebody else's. */
export function keptIn(folder: string): KeptBackup[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = readdirSync(folder).flatMap((name) => {
    const [year, month = 0, ...rest] = (OWN.exec(name) ?? []).slice(1).map(Number);
    if (year === undefined) return [];
    const [day = 0, hour = 0, minute = 0, second = 0] = rest;
    const atMs = Date.UTC(year, month - 1, day, hour, minute, second);
    return [{ name, atMs, bytes: statSync(join(folder, name)).size }];
  });
  return found.sort((a, b) => b.atMs - a.atMs);
}

/**
 * Makes one backup in a process of its own and takes away what is older than the newest `keep`. How it went is told by
 * the log, the event log and the answer: null, or why there is none. Null also where the signal ended it.
 */
export async function scheduledBackup(
  app: App,
  { folder, keep }: Pick<BackupSetting, "folder" | "keep">,
  signal: AbortSignal,
): Promise<string | null> {
  const name = nameAt(app.nowMs());
  try {
    const made = await run(app, join(folder, name), signal);
    if (made === null) return null;
    const removed = prune(folder, keep, name);
    const { bytes, rows, hash, seconds, head } = made;
    app.log.info({ name, bytes, rows, hash, seconds, eventLog: head, removed }, "backup made");
    await note(app, { action: "backup.made", subject: name, after: { bytes, rows, hash, seconds, removed } });
    return null;
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_MAX);
    app.log.error({ name, reason: message }, "the backup failed");
    await note(app, { action: "backup.failed", subject: name, reason: message });
    return message;
  }
}

async function run(app: App, file: string, signal: AbortSignal): Promise<BackupMade | null> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const { PATH, TMPDIR, NODE_ENV } = process.env;
  const env = { PATH, TMPDIR, NODE_ENV, GREENLIGHT_DATA_DIR: dirname(app.databaseFile) };
  const args = ["--import", "tsx", "bin/greenlight.ts", "backup", file, "--json"];
  const { code, out, err } = await ranOwn(args, { timeoutMs: RUN_MS_MAX, env }, signal);
  if (code === 0) return backupMade.parse(JSON.parse(out));
  removePartials(file);
  if (signal.aborted) return null;
  throw new Error(errorIn(out) ?? (err || `it ended with exit code ${code}`));
}

function errorIn(out: string): string | null {
  try {
    return String(JSON.parse(out).error);
  } catch {
    return null;
  }
}

/** The one that was just made always stays. */
function prune(folder: string, keep: number, made: string): string[] {
  const others = keptIn(folder).filter(({ name }) => name !== made);
  const old = others.slice(keep - 1).map(({ name }) => name);
  for (const name of old) rmSync(join(folder, name));
  return old;
}

async function note(
  app: App,
  {
    action,
    subject,
    after,
    reason = null,
  }: { action: string; subject: string; after?: object; reason?: string | null },
): Promise<void> {
  const event = {
    atMs: app.nowMs(),
    actor: "system",
    origin: "schedule",
    action,
    subject,
    after: after === undefined ? null : JSON.stringify(after),
    reason,
  };
  await inTransaction(app, (tx) => appendEvent(tx, event)).catch((error) =>
    app.log.error({ err: error }, "the backup could not be noted in the event log"),
  );
}
