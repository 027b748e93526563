import { hasAppended } from "@/db/record/event";
import type { Tx } from "@/db/schema";
import { Problem } from "@/lib/domain/problem";
import type { App } from "./app";

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** What SQLite says when the disk, a lock or permissions stand in the way; anything else is our own fault. */
const STORAGE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PERM)/;

/** Applications whose database could not be written the last time: said once, not at each of many tries. */
const refused = new WeakSet<App>();

/**
 * Runs work in one transaction; a store that cannot take it is a Problem that says so, with nothing stored.
 * Where the work has appended to the event log, its readers are told once that is stored.
 */
export async function inTransaction<T>(app: App, work: (tx: Tx) => Promise<T>, waitMs?: number): Promise<T> {
  let appended = false;
  const noticed = async (tx: Tx): Promise<T> => {
    const result = await work(tx);
    appended = hasAppended(tx);
    return result;
  };
  try {
    const result = await app.store.write(noticed, waitMs);
    if (refused.delete(app)) app.log.info("the database can be written again");
    if (appended) app.bus.publish(["audit"]);
    return result;
  } catch (error) {
    if (!STORAGE.test(codeOf(error))) throw error;
    app.metrics.observeWriteFailure(codeOf(error));
    if (!refused.has(app)) app.log.error({ err: error }, "the database cannot be written");
    refused.add(app);
    throw new Problem(
      "storage-unavailable",
      `the database cannot be written (${codeOf(error)}); nothing was stored, try again`,
      { cause: error },
    );
  }
}
