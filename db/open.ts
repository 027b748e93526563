import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { Migrator } from "kysely/migration";
import { BUSY_MS, kyselyOn } from "./dialect";
import { createPrivate } from "./files";
import { damaged, mustBeKnown, UnusableDatabase } from "./inspect";
import { held, type Server } from "./lock";
import { migrations } from "./migrations";
import { removeLeftovers } from "./restore";
import type { Db, Tx } from "./schema";
import { withWriteLock } from "./write-lock";

/** Older ones can corrupt a database in WAL mode. */
const SQLITE_FLOOR = "3.51.3";

export interface Store {
  db: Db;
  /** Runs work in one transaction. Waits five seconds at most while another process writes; reads go on meanwhile. */
  write<T>(work: (tx: Tx) => Promise<T>, waitMs?: number): Promise<T>;
  /** How much is stored, with what is not yet merged into the file. */
  bytes(): number;
  /** Rises when another process has written to the database. */
  foreignWrites(): number;
  close(): Promise<void>;
}

/**
 * Opens (and creates, and migrates) the database file, as the one server where that is given, else beside others.
 *
 * @throws DatabaseInUse, UnusableDatabase
 */
export async function openStore(file: string, server?: Server): Promise<Store> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const hold = held(file, server === undefined ? "shared" : "server", server);
  let sqlite: Database.Database | undefined;
  try {
    removeLeftovers(file);
    createPrivate(file);
    sqlite = new Database(file, { timeout: BUSY_MS });
    chmodSync(file, 0o600);
    const db = await opened(sqlite);
    return storeOf(sqlite, db, () => hold.release());
  } catch (error) {
    sqlite?.close();
    hold.release();
    throw named(file, damaged(error));
  }
}

const named = (file: string, error: unknown): unknown =>
  error instanceof UnusableDatabase
    ? new UnusableDatabase(`${file}: ${error.message}`, { cause: error })
    : error;

async function opened(sqlite: Database.Database): Promise<Db> {
  const { version } = sqlite.prepare("select sqlite_version() as version").get() as { version: string };
  if (version.localeCompare(SQLITE_FLOOR, "en", { numeric: true }) < 0) {
    throw new Error(`SQLite ${version} can corrupt databases; at least ${SQLITE_FLOOR} is needed`);
  }
  mustBeKnown(sqlite);
  for (const setting of [
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "mmap_size = 0",
    "cache_size = -32000",
    "journal_size_limit = 67108864", // It grows while a backup reads.
  ]) {
    sqlite.pragma(setting);
  }
  const db = kyselyOn(sqlite);
  await withWriteLock(() => migrate(db));
  return db;
}

function storeOf(sqlite: Database.Database, db: Db, release: () => void): Store {
  const number = (name: string) => sqlite.pragma(name, { simple: true }) as number;
  return {
    db,
    write: (work, waitMs) => written(db, work, waitMs),
    bytes: () => number("page_count") * number("page_size"),
    foreignWrites: () => number("data_version"),
    close: async () => {
      await db.destroy();
      release();
    },
  };
}

function written<T>(db: Db, work: (tx: Tx) => Promise<T>, waitMs?: number): Promise<T> {
  let begun = false;
  const begin = (tx: Tx) => {
    begun = true;
    return work(tx);
  };
  return withWriteLock(
    () => db.transaction().execute(begin),
    () => begun,
    waitMs,
  );
}

async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
