import { appendEvent } from "@/db/record/event";
import type { Identity } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { blockOf } from "./address";
import type { Wanted } from "./gate";
import { isNewRefusal } from "./limits";

/**
 * Notes that somebody was refused: changes by anybody, reads by those who are known. The same again within a minute is
 * not noted, so that nobody can fill the log; a store that cannot be written delays no refusal.
 */
export async function noteRefusal(app: App, who: Identity, wanted: Wanted, reason: string): Promise<void> {
  const { method, path } = wanted;
  if (method === "GET" && who.kind !== "person" && who.kind !== "key") return;
  if (!(await isNewRefusal(`${who.actor} ${blockOf(who.address)} ${method} ${path}`))) return;
  await noteAccess(app, { ...who, action: "access.refused", subject: `${method} ${path}`, reason });
}

/** Notes what concerns access where nothing else is stored with it. */
export async function noteAccess(
  app: App,
  event: { actor: string; address: string; action: string; subject: string; reason?: string },
): Promise<void> {
  const { actor, address: origin, action, subject, reason = null } = event;
  const noted = { atMs: app.nowMs(), actor, origin, action, subject, reason };
  try {
    await inTransaction(app, (tx) => appendEvent(tx, noted), 0);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    app.log.warn({ ...noted }, "this could not be noted in the event log");
  }
}
