import { join } from "node:path";
import Database from "better-sqlite3";
import { openStore } from "@/db/open";

/** Rows of one table, in the order of its columns. */
export interface Rows {
  table: string;
  columns: string[];
  rows: unknown[][];
}

const TABLES = ["execution", "call", "execution_seen"] as const;
const ROWS_PER_TRANSACTION = 1000;

/** The raw rows that an ingest has stored, to be inserted anew without the product. */
export function storedRows(file: string): Rows[] {
  const sqlite = new Database(file, { readonly: true });
  const tables = TABLES.map((table) => {
    const statement = sqlite.prepare(`select * from ${table}`).raw();
    return {
      table,
      columns: statement.columns().map(({ name }) => name),
      rows: statement.all() as unknown[][],
    };
  });
  sqlite.close();
  return tables;
}

/**
 * Milliseconds that bare better-sqlite3 needs for these rows in the same tables with the same indexes and the same
 * durability: prepared single-row statements, 1,000 rows a transaction.
 */
export async function bareInsertMs(folder: string, tables: readonly Rows[]): Promise<number> {
  const file = join(folder, "bare.db");
  await (await openStore(file)).close();
  const sqlite = new Database(file);
  for (const setting of [
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "cache_size = -32000",
  ])
    sqlite.pragma(setting);
  const inserts = tables.map(({ table, columns, rows }) => ({
    statement: sqlite.prepare(`insert into ${table} values (${columns.map(() => "?").join(", ")})`),
    rows,
  }));
  const startMs = performance.now();
  for (const { statement, rows } of inserts) {
    for (let start = 0; start < rows.length; start += ROWS_PER_TRANSACTION) {
      sqlite.exec("begin immediate");
      for (const row of rows.slice(start, start + ROWS_PER_TRANSACTION)) statement.run(row);
      sqlite.exec("commit");
    }
  }
  const tookMs = performance.now() - startMs;
  sqlite.close();
  return tookMs;
}
