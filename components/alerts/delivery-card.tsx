"use client";

import { useLock } from "@/components/access/use-lock";
import { Card } from "@/components/card";
import { CopyLine } from "@/components/copy-line";
import { Moment } from "@/components/lists/cells";
import { ScrollList } from "@/components/releases/scroll-list";
import { Tone } from "@/components/releases/tone";
import type { Said } from "@/lib/client/traffic-words";
import type {
  NotificationReply,
  NotificationsReply,
  NotificationTestReply,
} from "@/lib/contract/notifications";
import { counted } from "@/lib/domain/format";
import { SentNow } from "./sent-now";
import { useAlertCommand } from "./use-alert-command";

const RECEIVER = "notify:\n  - { kind: webhook, url: https://hooks.example.com/services/greenlight }";

/** Who is told, whether it arrived, and a way to try it. */
export function DeliveryCard({ reply, zone }: { reply: NotificationsReply; zone: string }) {
  const { receivers, notifications, pending } = reply;
  return (
    <Card title="Deliveries" unit={pending === 0 ? "" : `${pending} on their way`}>
      <div className="grid gap-3 text-small">
        {receivers.length === 0 ? (
          <div className="grid gap-2">
            <p className="text-ink-2">
              Nobody is told outside of these pages. Lines of greenlight.yaml that change that:
            </p>
            <CopyLine text={RECEIVER} />
          </div>
        ) : (
          <Receivers receivers={receivers} />
        )}
        {notifications.length === 0 ? (
          receivers.length > 0 && <p className="text-ink-2">Nothing was sent yet.</p>
        ) : (
          <ScrollList name="Delivery log, newest first">
            {notifications.map((one) => (
              <Delivery key={one.id} one={one} zone={zone} />
            ))}
          </ScrollList>
        )}
      </div>
    </Card>
  );
}

function Receivers({ receivers }: Pick<NotificationsReply, "receivers">) {
  const lock = useLock("operate");
  const test = useAlertCommand<NotificationTestReply>(["notifications"]);
  const send = (receiver: string) =>
    lock.open && !test.isPending && test.mutate({ path: "/api/notifications/test", body: { receiver } });
  return (
    <div className="grid gap-1.5">
      <ul className="grid gap-1.5">
        {receivers.map(({ name, kind }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="min-w-0 wrap-anywhere">
              <bdi>{name}</bdi> <span className="text-ink-3">{kind}</span>
            </span>
            <button
              type="button"
              onClick={() => send(name)}
              {...lock.attributes}
              className="control no-print"
            >
              Send test<span className="sr-only"> to {name}</span>
            </button>
          </li>
        ))}
      </ul>
      {lock.note}
      <SentNow sending={test} />
    </div>
  );
}

const STATES: Record<NotificationReply["state"], Said> = {
  pending: { sign: "…", words: "on its way", tone: "calm" },
  sent: { sign: "✓", words: "sent", tone: "calm" },
  failed: { sign: "✕", words: "failed", tone: "bad" },
};

function Delivery({ one, zone }: { one: NotificationReply; zone: string }) {
  const { subject, receiver, state, attempts, created_at, next_at, last_error } = one;
  return (
    <li className="grid gap-0.5 border-b border-line py-2 pr-1 last:border-0">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <bdi className="min-w-0 wrap-anywhere">{subject}</bdi>
        <Tone {...STATES[state]} />
      </p>
      <p className="wrap-anywhere text-ink-2">
        <Moment at={created_at} zone={zone} /> · <bdi>{receiver}</bdi>
        {attempts > 1 && ` · ${counted(attempts, "try", "tries")}`}
        {next_at !== null && (
          <>
            {" "}
            · next <Moment at={next_at} zone={zone} />
          </>
        )}
      </p>
      {last_error !== null && <p className="wrap-anywhere text-amber">{last_error}</p>}
    </li>
  );
}
