import { randomUUID } from "node:crypto";
import { appendEvent } from "@/db/record/event";
import type { NotificationPayload, NotificationTestReply } from "@/lib/contract/notifications";
import type { Identity } from "@/lib/domain/access";
import { testWords } from "@/lib/domain/notification-words";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { digestDraft } from "@/lib/server/reports/digest";
import { inTransaction } from "@/lib/server/storage";
import { delivered } from "./deliver";
import { type Draft, linkTo } from "./queue";
import { type Receiver, receiversOf, receiversOfTold } from "./receivers";

const TIMEOUT_MS = 14_000;

/**
 * Sends a test to one receiver, or to all, past whatever waits for them, and answers what each said.
 *
 * @throws Problem not-found: there is no receiver of that name; impossible-now: there is nobody to tell
 */
export async function testSent(
  app: App,
  { receiver: name }: { receiver?: string | undefined },
  { actor, address }: Pick<Identity, "actor" | "address">,
): Promise<NotificationTestReply> {
  const receivers = askedFor(app, name);
  const atMs = app.nowMs();
  const subject = receivers.map((receiver) => receiver.name).join(", ");
  // Before it is sent: nobody is told anything that is not in the log.
  await inTransaction(app, (tx) =>
    appendEvent(tx, { atMs, actor, origin: address, action: "notifications.test", subject }),
  );
  const draft = testDraft(app, actor, atMs);
  return { results: await Promise.all(receivers.map((receiver) => sentTo(app, receiver, draft))) };
}

/**
 * Sends the digest now to all who are told digests, past the queue, and answers what each said.
 *
 * @throws Problem impossible-now: nobody is told digests
 */
export async function digestSent(
  app: App,
  { actor, address }: Pick<Identity, "actor" | "address">,
): Promise<NotificationTestReply> {
  const { demo } = app.settings();
  if (demo !== null) throw new Problem("impossible-now", "the demo tells nobody");
  const receivers = receiversOfTold(app.settings(), "digest");
  if (receivers.length === 0)
    throw new Problem("impossible-now", "nobody is told digests: no receiver of `notify` has it in `tells`");
  const atMs = app.nowMs();
  const subject = receivers.map((receiver) => receiver.name).join(", ");
  await inTransaction(app, (tx) =>
    appendEvent(tx, { atMs, actor, origin: address, action: "notifications.digest", subject }),
  );
  const draft = await digestDraft(app, { atMs, key: `digest:now:${randomUUID()}` });
  return { results: await Promise.all(receivers.map((receiver) => sentTo(app, receiver, draft))) };
}

function askedFor(app: App, name: string | undefined): Receiver[] {
  const { demo } = app.settings();
  if (demo !== null) throw new Problem("impossible-now", "the demo tells nobody");
  const receivers = receiversOf(app.settings());
  if (receivers.length === 0)
    throw new Problem("impossible-now", "there is nobody to tell: greenlight.yaml has no `notify`");
  const asked = receivers.filter((receiver) => name === undefined || receiver.name === name);
  if (asked.length > 0) return asked;
  const known = receivers.map((receiver) => receiver.name).join(", ");
  throw new Problem("not-found", `there is no receiver "${name?.slice(0, 60)}"; there are ${known}`);
}

function testDraft(app: App, actor: string, atMs: number): Draft {
  const link = linkTo(app, "settings");
  return {
    ...testWords(actor, { link, atMs }),
    ...{ version: 1, key: `test:${randomUUID()}`, kind: "test", status: null, severity: null },
    ...{ time: new Date(atMs).toISOString(), link, alerts: [], release: null },
  };
}

async function sentTo(app: App, receiver: Receiver, draft: Draft) {
  const startedMs = performance.now();
  const payload: NotificationPayload = { ...draft, receiver: receiver.name };
  const way = { atMs: app.nowMs(), timeoutMs: TIMEOUT_MS };
  const outcome = await delivered(receiver, JSON.stringify(payload), way, app.closing.signal);
  return {
    receiver: receiver.name,
    delivered: outcome.delivered,
    said: outcome.remark === null ? outcome.said : `${outcome.said}; ${outcome.remark}`,
    ms: Math.round(performance.now() - startedMs),
  };
}
