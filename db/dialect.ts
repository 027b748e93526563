import type Database from "better-sqlite3";
import {
  type DialectAdapter,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from "kysely";
import type { Db, Schema } from "./schema";

/** For all but the start of a transaction, which never waits here. */
export const BUSY_MS = 5000;

/** Our queries on an open database. */
export const kyselyOn = (sqlite: Database.Database): Db =>
  new Kysely<Schema>({ dialect: new ImmediateDialect(sqlite) });

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
