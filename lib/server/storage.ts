import type { Tx } from "@/db/schema";
import { Problem } from "@/lib/domain/problem";
import type { App } from "./app";

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** What SQLite says when the disk, a lock or permissions stand in the way; anything else is our own fault. */
const STORAGE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PERM)/;

/** Runs work in one transaction; a store that cannot take it is a Problem that says so, with nothing stored. */
export async function inTransaction<T>(app: App, work: (tx: Tx) => Promise<T>, waitMs?: number): Promise<T> {
  try {
    return await app.store.write(work, waitMs);
  } catch (error) {
    if (!STORAGE.test(codeOf(error))) throw error;
    app.metrics.observeWriteFailure(codeOf(error));
    app.log.error({ err: error }, "the database cannot be written");
    throw new Problem(
      "storage-unavailable",
      `the database cannot be written (${codeOf(error)}); nothing was stored, try again`,
      { cause: error },
    );
  }
}
