import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "./migrations";
import type { Db, Schema } from "./schema";

/** Older ones can corrupt a database in WAL mode. */
const SQLITE_FLOOR = "3.51.3";

export interface Store {
  db: Db;
  /** Rises when another process has written to the database. */
  foreignWrites(): number;
  close(): Promise<void>;
}

/** Opens (and creates, and migrates) the database file. The one place that knows which database it is. */
export async function openStore(file: string): Promise<Store> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = new Database(file, { timeout: 5000 });
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
  const db = new Kysely<Schema>({ dialect: new ImmediateDialect({ database: sqlite }) });
  await migrate(db);
  return {
    db,
    foreignWrites: () => sqlite.pragma("data_version", { simple: true }) as number,
    close: () => db.destroy(),
  };
}

/** Takes the write lock at the start of a transaction: one that begins by reading could not wait for it later. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): ImmediateDriver {
    return new ImmediateDriver(this.#config);
  }
}

async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
