import { auditPage, eventExtent } from "@/db/queries/audit";
import type { AuditQuery, AuditReply } from "@/lib/contract/audit";
import type { App } from "./app";
import { asked } from "./question";

/** What was changed in a period, newest first. All of it reaches as far as the log, not as the records. */
export async function auditOf(app: App, query: AuditQuery): Promise<AuditReply> {
  const { period, head } = await asked(app, query, eventExtent);
  return { ...head, ...(await auditPage(app.store.db, { ...query, ...period })) };
}
