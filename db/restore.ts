import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import Database from "better-sqlite3";
import { type Content, contentOf } from "./content";
import { kyselyOn } from "./dialect";
import { codeOf, createPrivate, flush, flushFolderOf, stampOf } from "./files";
import { damaged, mustBeWhole, UnusableDatabase } from "./inspect";
import { DatabaseInUse, held } from "./lock";
import { appendEvent, type NewEvent } from "./record/event";

export interface Restored extends Content {
  /** Where the database that was replaced is now; null where there was none. */
  aside: string | null;
}

const draftOf = (database: string): string => `${database}.restoring`;
const ASIDE = ".before-restore-";
/** What belongs to a database that was not closed. */
const COMPANIONS = ["-wal", "-journal"];

/**
 * Puts a backup in the place of the database, which is kept aside. Killed at any moment, either the old or the new one is
 * in its place, and whole. A schema that is older than this version's is migrated when it is opened.
 *
 * @param event noted in the log of the restored database
 * @throws DatabaseInUse, UnusableDatabase, or what the file system says; the old database is then as it was
 */
export async function restore(file: string, database: string, event: NewEvent): Promise<Restored> {
  mkdirSync(dirname(database), { recursive: true, mode: 0o700 });
  const hold = held(database, "alone");
  try {
    removeLeftovers(database);
    mustBeApart(file, database);
    const content = await drafted(file, draftOf(database), event);
    return { ...content, aside: replaced(database, event.atMs) };
  } finally {
    removeLeftovers(database);
    hold.release();
  }
}

function mustBeApart(file: string, database: string): void {
  if (!existsSync(file)) throw new UnusableDatabase(`${file}: there is no such file`);
  const { ino, dev } = statSync(file);
  const now = existsSync(database) ? statSync(database) : null;
  if (now !== null && now.ino === ino && now.dev === dev)
    throw new UnusableDatabase("this is the database itself, not a backup of it");
  const log = `${file}-wal`;
  if (existsSync(log) && statSync(log).size > 0)
    throw new UnusableDatabase(
      `${basename(log)} stands beside it and holds a part of it: this is a copy by hand, not a backup`,
    );
}

/** A checked copy beside the database, on the disk, with what is noted. */
async function drafted(file: string, draft: string, event: NewEvent): Promise<Content> {
  createPrivate(draft);
  copyFileSync(file, draft, constants.COPYFILE_FICLONE);
  chmodSync(draft, 0o600);
  const copy = new Database(draft, { fileMustExist: true });
  try {
    copy.pragma("foreign_keys = on");
    copy.pragma("synchronous = full");
    mustBeWhole(copy);
    copy.pragma("journal_mode = delete");
    const content = contentOf(copy);
    await kyselyOn(copy)
      .transaction()
      .execute((tx) => appendEvent(tx, event));
    copy.close();
    flush(draft);
    return content;
  } catch (error) {
    throw damaged(error);
  } finally {
    copy.close();
  }
}

/** Gives the draft the database's name, and the old database one that says what it is. */
function replaced(database: string, atMs: number): string | null {
  const aside = `${database}${ASIDE}${stampOf(atMs)}`;
  const there = existsSync(database);
  const old = there ? heldAlone(database) : null;
  try {
    if (there) linkSync(database, aside);
    // Only a damaged database still has these: its log belongs to it, and must not be taken for the new one's.
    for (const suffix of COMPANIONS)
      if (existsSync(`${database}${suffix}`)) renameSync(`${database}${suffix}`, `${aside}${suffix}`);
    rmSync(`${database}-shm`, { force: true });
    flushFolderOf(database);
    renameSync(draftOf(database), database);
    flushFolderOf(database);
    return there ? aside : null;
  } finally {
    old?.close();
  }
}

/** Makes the old database one file, and keeps whoever does not ask Greenlight out of it. Null where it is too damaged for that. */
function heldAlone(database: string): Database.Database | null {
  const old = new Database(database, { timeout: 0 });
  try {
    old.pragma("journal_mode = delete");
    old.exec("begin exclusive");
    return old;
  } catch (error) {
    old.close();
    if (codeOf(error).startsWith("SQLITE_BUSY"))
      throw new DatabaseInUse("another program has the database open; it must be closed first");
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error))) return null;
    throw error;
  }
}

/**
 * Takes away what a restore left that was killed: its draft, and a second name of the database that it had not replaced
 * yet. Only where no restore is at work.
 */
export function removeLeftovers(database: string): void {
  const draft = draftOf(database);
  for (const suffix of ["", ...COMPANIONS, "-shm"]) rmSync(`${draft}${suffix}`, { force: true });
  const names = existsSync(database) && statSync(database).nlink > 1 ? namesOf(database) : [];
  for (const aside of names) {
    for (const suffix of COMPANIONS)
      if (existsSync(`${aside}${suffix}`)) renameSync(`${aside}${suffix}`, `${database}${suffix}`);
    rmSync(aside);
  }
}

/** Under which names kept aside the database itself is there. */
function namesOf(database: string): string[] {
  const folder = dirname(database);
  const { ino } = statSync(database);
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(database)}${ASIDE}`))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).ino === ino);
}
