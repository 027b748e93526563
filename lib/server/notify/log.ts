import { notificationLog, pendingNotifications } from "@/db/queries/notifications";
import type { NotificationRow } from "@/db/schema-alerts";
import type { NotificationReply, NotificationsReply } from "@/lib/contract/notifications";
import type { App } from "@/lib/server/app";
import { readPayload } from "./deliver";
import { receiversOf } from "./receivers";

const LOG_MAX = 200;

/** Who is told, and what came of it, newest first. */
export async function notificationsOf(app: App): Promise<NotificationsReply> {
  const { db } = app.store;
  const rows = await notificationLog(db, LOG_MAX);
  return {
    receivers: receiversOf(app.settings()).map(({ name, setting }) => ({ name, kind: setting.kind })),
    notifications: rows.map(shown),
    pending: await pendingNotifications(db),
  };
}

const shown = (row: NotificationRow): NotificationReply => ({
  id: row.id,
  key: row.key,
  receiver: row.receiver,
  subject: readPayload(row.payload)?.title ?? "",
  state: row.state,
  attempts: row.attempts,
  created_at: new Date(row.created_ms).toISOString(),
  sent_at: row.sent_ms === null ? null : new Date(row.sent_ms).toISOString(),
  next_at: row.state === "pending" ? new Date(row.next_ms).toISOString() : null,
  last_error: row.last_error,
});
