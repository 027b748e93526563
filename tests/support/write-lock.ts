import Database from "better-sqlite3";
import { onTestFinished } from "vitest";

/** Takes SQLite's write lock as another process would, over a connection of its own. The answer gives it back. */
export function heldWriteLock(databaseFile: string): () => void {
  const holder = new Database(databaseFile);
  holder.exec("begin immediate");
  onTestFinished(() => void holder.close());
  return () => holder.exec("rollback");
}
