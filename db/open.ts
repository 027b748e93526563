import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import {
  type DialectAdapter,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "./migrations";
import type { Db, Schema, Tx } from "./schema";
import { withWriteLock } from "./write-lock";

/** Older ones can corrupt a database in WAL mode. */
const SQLITE_FLOOR = "3.51.3";
/** For all but the start of a transaction, which never waits here. */
const BUSY_MS = 5000;

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

/** Opens (and creates, and migrates) the database file. The one place that knows which database it is. */
export async function openStore(file: string): Promise<Store> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = new Database(file, { timeout: BUSY_MS });
  chmodSync(file, 0o600);
  const { version } = sqlite.prepare("select sqlite_version() as version").get() as { version: string };
  if (version.localeCompare(SQLITE_FLOOR, "en", { numeric: true }) < 0) {
    throw new Error(`SQLite ${version} can corrupt databases; at least ${SQLITE_FLOOR} is needed`);
  }
  for (const setting of [
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "mmap_size = 0",
    "cache_size = -32000",
  ]) {
    sqlite.pragma(setting);
  }
  const db = new Kysely<Schema>({ dialect: new ImmediateDialect(sqlite) });
  await withWriteLock(() => migrate(db));
  const number = (name: string) => sqlite.pragma(name, { simple: true }) as number;
  return {
    db,
    write: (work, waitMs) => written(db, work, waitMs),
    bytes: () => number("page_count") * number("page_size"),
    foreignWrites: () => number("data_version"),
    close: () => db.destroy(),
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

/** Bounded, because the text of a query may be anything that a caller composed. */
const STATEMENTS_MAX = 500;

/** Keeps the statements that were used last, because preparing one takes longer than executing it. */
function preparedOnce(sqlite: Database.Database): SqliteDatabase {
  const statements = new Map<string, Database.Statement<unknown[]>>();
  return {
    close: () => void sqlite.close(),
    prepare(text) {
      const statement = statements.get(text) ?? sqlite.prepare<unknown[]>(text);
      statements.delete(text);
      statements.set(text, statement);
      const [oldest] = statements.size > STATEMENTS_MAX ? statements.keys() : [];
      if (oldest !== undefined) statements.delete(oldest);
      return statement;
    },
  };
}

/**
 * Takes the write lock at the start of a transaction (one that begins by reading could not wait for it later), and
 * fails at once where another process holds it.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #sqlite: Database.Database;

  constructor(sqlite: Database.Database) {
    super({ database: preparedOnce(sqlite) });
    this.#sqlite = sqlite;
  }

  override async beginTransaction(): Promise<void> {
    this.#sqlite.pragma("busy_timeout = 0");
    try {
      this.#sqlite.exec("begin immediate");
    } finally {
      this.#sqlite.pragma(`busy_timeout = ${BUSY_MS}`);
    }
  }

  /** SQLite itself rolls back where the disk is full; a second time would hide that error behind another. */
  override async rollbackTransaction(): Promise<void> {
    if (this.#sqlite.inTransaction) this.#sqlite.exec("rollback");
  }
}

/** SQLite takes back a half-made schema; Kysely is only careful about settings that no migration may touch. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #sqlite: Database.Database;

  constructor(sqlite: Database.Database) {
    super({ database: sqlite });
    this.#sqlite = sqlite;
  }

  override createDriver(): ImmediateDriver {
    return new ImmediateDriver(this.#sqlite);
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }
}

async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
