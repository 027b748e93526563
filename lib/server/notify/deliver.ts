import { type NotificationPayload, notificationPayload } from "@/lib/contract/notifications";
import { mailed } from "@/lib/drivers/notify-email";
import { notTaken, type Outcome } from "@/lib/drivers/notify-outcome";
import { posted } from "@/lib/drivers/notify-webhook";
import type { Receiver } from "./receivers";

export interface Way {
  /** UTC epoch milliseconds. */
  atMs: number;
  timeoutMs: number;
}

/** Tells a receiver once. `payload` is the text that is stored, and a webhook gets it as it is. Never rejects. */
export async function delivered(
  { setting }: Receiver,
  payload: string,
  way: Way,
  signal: AbortSignal,
): Promise<Outcome> {
  const read = readPayload(payload);
  if (read === null) return notTaken("what is stored of it cannot be read", { refused: true });
  const { key, title, text } = read;
  return setting.kind === "webhook"
    ? posted({ url: setting.url, secret: setting.secret, key, body: payload, ...way }, signal)
    : mailed(setting, { key, thread: threadOf(read), subject: title, text, ...way }, signal);
}

/** What is stored of a notification; null where it is none. */
export function readPayload(text: string): NotificationPayload | null {
  try {
    return notificationPayload.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** An alert's end belongs to its beginning, and all that a release tells to one another. */
function threadOf({ key, alerts, release }: NotificationPayload): string {
  if (release !== null) return `release ${release.id}`;
  const firings = alerts.flatMap(({ firing }) => firing ?? []).sort((a, b) => a - b);
  return firings.length === 0 ? key : `firing ${firings[0]}`;
}
