"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useLock } from "@/components/access/use-lock";
import { SentNow } from "@/components/alerts/sent-now";
import { Card } from "@/components/card";
import { commanded } from "@/lib/client/commands";
import { digestQuery, settingsQuery } from "@/lib/client/queries";
import type { DigestReply } from "@/lib/contract/digest";
import type { NotificationTestReply } from "@/lib/contract/notifications";
import { moment } from "@/lib/domain/dates";

/** What the weekly digest would say now, who is told it and when, and a way to send it at once. */
export function DigestCard() {
  const { data: digest } = useQuery(digestQuery());
  const { data: settings } = useQuery(settingsQuery());
  if (digest === undefined) return null;
  return (
    <Card title="Weekly digest" unit="as it would be told now" className="no-print">
      <div className="grid gap-2 text-small">
        <p className="text-ink-2">{settings?.demo === true ? "The demo tells nobody." : whenWords(digest)}</p>
        <pre className="rounded-control bg-sunken p-3 font-mono whitespace-pre-wrap wrap-anywhere">
          {digest.text}
        </pre>
        {digest.receivers.length > 0 && <SendNow />}
      </div>
    </Card>
  );
}

function whenWords({ receivers, next_at, timezone }: DigestReply): string {
  if (receivers.length === 0)
    return "Nobody is told: no receiver in greenlight.yaml has digest in its tells.";
  const who = receivers.join(", ");
  return next_at === null
    ? `None is told: digest.day is never. It would go to ${who}.`
    : `Told ${who} next on ${moment(next_at, timezone)} (${timezone}).`;
}

function SendNow() {
  const lock = useLock("admin");
  const sending = useMutation({
    mutationFn: () =>
      commanded<NotificationTestReply>({ method: "POST", path: "/api/notifications/digest", body: {} }),
  });
  return (
    <div className="grid justify-items-start gap-1.5">
      <button
        type="button"
        className="control"
        onClick={() => lock.open && !sending.isPending && sending.mutate()}
        {...lock.attributes}
      >
        Send it now
      </button>
      {lock.note}
      <SentNow sending={sending} />
    </div>
  );
}
