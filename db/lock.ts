import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { codeOf, createPrivate } from "./files";

/**
 * `shared`: beside others, as a command does. `server`: beside commands, but the only one that serves. `alone`: nobody
 * else has it open, as a restore needs.
 */
export type Use = "shared" | "server" | "alone";

export interface Server {
  pid: number;
  port: number;
  sinceMs: number;
}

/** Somebody else has the database open. The message says who, where that is known. */
export class DatabaseInUse extends Error {}

/** A lock that the system gives back itself when the process ends, however it ends. */
export interface Hold {
  release(): void;
}

/** How each use locks a file of SQLite's own beside the database: a reader, the one writer, or nobody else. */
const BEGIN: Record<Use, string> = {
  shared: "begin; select count(*) from sqlite_schema",
  server: "begin immediate",
  alone: "begin exclusive",
};

/** A restore that is refused has taken the lock for a moment. */
const WAIT_MS = 2000;

/**
 * Says that this process has the database open.
 *
 * @throws DatabaseInUse
 */
export function held(database: string, use: Use, server?: Server): Hold {
  const lock = locked(database, use, use === "alone" ? 0 : WAIT_MS);
  if (lock === null) throw new DatabaseInUse(inUse(database, use));
  const written = `${database}.server`;
  if (use !== "shared") rmSync(written, { force: true }); // of a server that was killed
  if (server !== undefined) write(written, server);
  return {
    release() {
      if (server !== undefined) rmSync(written, { force: true });
      lock.close();
    },
  };
}

function locked(database: string, use: Use, waitMs: number): Database.Database | null {
  const file = `${database}.lock`;
  createPrivate(file);
  const lock = new Database(file, { timeout: waitMs });
  try {
    lock.pragma("journal_mode = memory"); // Nothing is ever written to it.
    lock.exec(BEGIN[use]);
    return lock;
  } catch (error) {
    lock.close();
    if (codeOf(error).startsWith("SQLITE_BUSY")) return null;
    throw error;
  }
}

/** A name is worth having, and no reason not to serve: the disk may be full. */
function write(file: string, server: Server): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify(server)}\n`, { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    rmSync(draft, { force: true });
  }
}

function inUse(database: string, use: Use): string {
  if (use === "shared") return "a restore is at work on this database; try again when it is done";
  const free = use === "alone" ? locked(database, "server", 0) : null;
  free?.close();
  if (free !== null) return "another command of Greenlight has the database open; wait until it is done";
  const server = writtenBy(`${database}.server`);
  if (server === null) return "a server or a restore has the database open";
  const since = new Date(server.sinceMs).toISOString();
  return `the server with process id ${server.pid} has the database open, on port ${server.port} since ${since}; stop it first`;
}

/** What the server that holds the lock wrote down; null where it has not yet, or where none holds it. */
function writtenBy(file: string): Server | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Server;
  } catch {
    return null;
  }
}
