import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  linkSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import Database from "better-sqlite3";
import { verdictOf } from "./audit-chain";
import { type Content, contentOf } from "./content";
import { codeOf, createPrivate, flush, flushFolderOf } from "./files";
import { mustBeWhole, UnusableDatabase } from "./inspect";
import { atOneMoment } from "./read-only";
import type { ChainMark } from "./record/event";

/** How much is copied before the process looks at anything else. */
const PAGES_AT_ONCE = 4096;

export interface Backup extends Content {
  bytes: number;
  /** The last row of the event log that it holds. */
  head: ChainMark;
}

/**
 * Copies the database as it is at this moment into a new file of its own, while others write on. The file has its name
 * only when it is proved equal and on the disk; who is killed leaves `….partial-…` beside it.
 *
 * @throws DatabaseInUse, UnusableDatabase, or what the file system says
 */
export async function backUp(database: string, file: string): Promise<Backup> {
  if (existsSync(file)) throw new Error(`${file} exists already; a backup replaces no file`);
  const draft = `${file}.partial-${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    createPrivate(draft);
    const { content, head } = await atOneMoment(database, async (sqlite) => {
      await sqlite.backup(draft, { progress: () => PAGES_AT_ONCE });
      return { content: contentOf(sqlite), head: verdictOf(sqlite).head };
    });
    prove(draft, content);
    chmodSync(draft, 0o600);
    flush(draft);
    place(draft, file);
    flushFolderOf(file);
    return { ...content, bytes: statSync(file).size, head };
  } finally {
    for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(`${draft}${suffix}`, { force: true });
  }
}

/** Makes the copy one file without companions, and holds it against what was copied. */
function prove(draft: string, wanted: Content): void {
  const copy = new Database(draft, { fileMustExist: true });
  try {
    copy.pragma("journal_mode = delete");
    mustBeWhole(copy);
    const { rows, hash } = contentOf(copy);
    if (hash !== wanted.hash)
      throw new UnusableDatabase(`the copy differs from the database: ${rows} rows of ${wanted.rows}`);
  } finally {
    copy.close();
  }
}

/** Gives the draft its name, never that of another file. Not every file system has links. */
function place(draft: string, file: string): void {
  try {
    linkSync(draft, file);
    unlinkSync(draft);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(codeOf(error))) throw error;
    if (existsSync(file)) throw error;
    renameSync(draft, file);
  }
}

/** Takes away what backups under this name left that were killed. */
export function removePartials(file: string): void {
  const folder = dirname(file);
  for (const name of readdirSync(folder))
    if (name.startsWith(`${basename(file)}.partial-`)) rmSync(join(folder, name), { force: true });
}
