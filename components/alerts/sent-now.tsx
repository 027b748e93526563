import { Tone } from "@/components/releases/tone";
import { wordsOf } from "@/lib/client/commands";
import { milliseconds } from "@/lib/client/format";
import type { NotificationTestReply } from "@/lib/contract/notifications";

interface Props {
  sending: { isPending: boolean; error: Error | null; data: NotificationTestReply | undefined };
}

/** What came of something that was sent at once, receiver by receiver. */
export const SentNow = ({ sending: { isPending, error, data } }: Props) => (
  <div role="status" className="grid gap-0.5">
    {isPending && <p className="text-ink-3">Sending; it is waited for up to 15 s…</p>}
    {error !== null && <p className="wrap-anywhere text-red">{wordsOf(error)}</p>}
    {data?.results.map(({ receiver, delivered, said, ms }) => (
      <p key={receiver} className="wrap-anywhere">
        <Tone
          sign={delivered ? "✓" : "✕"}
          words={`${receiver}: ${delivered ? "delivered" : "not delivered"}, ${said}, ${milliseconds(ms)}`}
          tone={delivered ? "calm" : "bad"}
        />
      </p>
    ))}
  </div>
);
