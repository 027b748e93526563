import type Database from "better-sqlite3";
import { damageIn } from "./damage";
import { codeOf } from "./files";
import { migrations } from "./migrations";

/** A database file that cannot be used, and why, in words for whoever named it. */
export class UnusableDatabase extends Error {}

const PROBLEMS_MAX = 5;

/** The names of what was done to a database's schema, oldest first; null where it is none of Greenlight's. */
export function migrationsIn(sqlite: Database.Database): string[] | null {
  const known = sqlite
    .prepare("select 1 from sqlite_schema where type = 'table' and name = 'kysely_migration'")
    .get();
  if (known === undefined) return null;
  return sqlite.prepare<[], string>("select name from kysely_migration order by name").pluck().all();
}

/**
 * That this version knows everything that was done to the schema. A database without tables is known.
 *
 * @throws UnusableDatabase
 */
export function mustBeKnown(sqlite: Database.Database): void {
  const unknown = (migrationsIn(sqlite) ?? []).filter((name) => !(name in migrations));
  if (unknown.length > 0)
    throw new UnusableDatabase(
      `this database was written by a newer Greenlight: it has ${unknown.join(", ")}, which this version does not know; use the newer version, or a backup made before it`,
    );
}

/**
 * That a file is a whole database of Greenlight's. Reads all of it.
 *
 * @throws UnusableDatabase
 */
export function mustBeWhole(sqlite: Database.Database): void {
  const names = migrationsIn(sqlite);
  if (names === null || !names.includes("0001-telemetry"))
    throw new UnusableDatabase("this is a database, but none of Greenlight's");
  mustBeKnown(sqlite);
  const problems = damageIn(sqlite, "integrity_check");
  if (problems.length > 0) throw new UnusableDatabase(`the database is damaged: ${problems.join("; ")}`);
  const orphans = sqlite.pragma("foreign_key_check") as { table: string; parent: string }[];
  const told = orphans.slice(0, PROBLEMS_MAX).map(({ table, parent }) => `${table} without its ${parent}`);
  if (orphans.length > 0)
    throw new UnusableDatabase(`rows refer to ${orphans.length} that are not there: ${told.join("; ")}`);
}

/** What SQLite says of a file that is none of its own, or broken, in words; anything else as it is. */
export function damaged(error: unknown): unknown {
  const code = codeOf(error);
  if (code === "SQLITE_NOTADB")
    return new UnusableDatabase("the file is damaged, or no SQLite database", { cause: error });
  if (code.startsWith("SQLITE_CORRUPT"))
    return new UnusableDatabase(`the database is damaged: ${(error as Error).message}`, { cause: error });
  return error;
}
