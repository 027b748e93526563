import { answersReads } from "@/db/queries/ready";
import { Problem } from "@/lib/domain/problem";
import type { App } from "./app";

/** That it can serve: the store answers a read, and the process is not about to end. Looks at nothing that grows. */
export async function readyOf(app: App): Promise<{ status: "ready" }> {
  if (app.closing.signal.aborted) throw new Problem("not-ready", "the server is stopping");
  try {
    await answersReads(app.store.db);
  } catch (error) {
    throw new Problem("not-ready", "the database cannot be read", { cause: error });
  }
  return { status: "ready" };
}
