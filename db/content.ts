import { createHash } from "node:crypto";
import type Database from "better-sqlite3";

export interface Content {
  rows: number;
  /** Of every value of every table: equal content, equal hash, however the file is laid out. */
  hash: string;
}

const TEXT_MAX = 1 << 16;

/** What stands in all tables of a database. Takes about two seconds for a million rows. */
export function contentOf(sqlite: Database.Database): Content {
  const names = sqlite
    .prepare<[], string>("select name from sqlite_schema where type = 'table' order by name")
    .pluck()
    .all();
  const hash = createHash("sha256");
  let rows = 0;
  for (const name of names) {
    const table = tableContent(sqlite, name);
    rows += table.rows;
    hash.update(`${JSON.stringify([name, table.rows, table.hash])}\n`);
  }
  const schema = sqlite.prepare("select type, name, sql from sqlite_schema order by type, name").raw().all();
  hash.update(JSON.stringify(schema));
  return { rows, hash: hash.digest("hex") };
}

/** What stands in one table. */
export function tableContent(sqlite: Database.Database, name: string): Content {
  const table = `"${name.replaceAll('"', '""')}"`;
  const columns = sqlite.pragma(`table_info(${table})`) as { name: string; pk: number }[];
  const key = columns
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map((column) => `"${column.name}"`);
  const order = key.length === 0 ? "rowid" : key.join(", ");
  const hash = createHash("sha256");
  let rows = 0;
  let text = "";
  for (const row of sqlite.prepare(`select * from ${table} order by ${order}`).raw().iterate()) {
    text += `${JSON.stringify(row)}\n`;
    rows += 1;
    if (text.length < TEXT_MAX) continue;
    hash.update(text);
    text = "";
  }
  return { rows, hash: hash.update(text).digest("hex") };
}
