import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "vitest";
import { backUp } from "@/db/backup";
import { folder } from "./folder";
import { ranUntilKilled } from "./killed";

/** What the database of a stage holds, and what the backup of it holds. */
export const KEYS = { before: 64, copied: 100 };

export interface Made {
  /** A database of which some keys were deleted since. */
  grown: string;
  /** A backup of it from before. */
  copy: string;
}

export async function made(home: string): Promise<Made> {
  const [grown, copy] = [join(home, "greenlight.db"), join(home, "copy.db")];
  await ranUntilKilled(["tests/support/event-writer.ts", grown, "a"]);
  await backUp(grown, copy);
  const sqlite = new Database(grown);
  sqlite.exec("delete from api_key where id like '%5%'");
  sqlite.close();
  return { grown, copy };
}

export interface RestoreStage {
  home: string;
  data: string;
  database: string;
}

/** A data directory as a server leaves it that was killed: what it wrote last stands in the log beside the database. */
export function restoreStage({ grown }: Made): RestoreStage {
  const home = folder();
  const data = join(home, "data");
  mkdirSync(data);
  const [database, killed] = [join(data, "greenlight.db"), join(home, "killed.db")];
  copyFileSync(grown, killed);
  const sqlite = new Database(killed);
  sqlite.pragma("journal_mode = wal");
  sqlite.exec("delete from api_key where id like '%7%'");
  for (const suffix of ["", "-wal"]) copyFileSync(`${killed}${suffix}`, `${database}${suffix}`);
  sqlite.close();
  return { home, data, database };
}

/** How many keys are in a sound database. */
export function keysIn(file: string): number {
  const sqlite = new Database(file);
  try {
    expect(sqlite.pragma("integrity_check", { simple: true })).toBe("ok");
    return sqlite.prepare("select count(*) from api_key").pluck().get() as number;
  } finally {
    sqlite.close();
  }
}
