import { Card } from "@/components/card";
import { alertName, byUrgency } from "@/lib/client/alert-words";
import type { AlertsReply, SilenceReply } from "@/lib/contract/alerts";
import { counted } from "@/lib/domain/format";
import { AlertRow } from "./alert-row";

interface Props {
  reply: AlertsReply;
  silences: readonly SilenceReply[];
  zone: string;
  nowMs: number;
}

/** Every rule in every environment of which something is told: what fires stands first, what is quiet last. */
export function AlertList({ reply: { alerts, counts, history }, silences, zone, nowMs }: Props) {
  const nothing = alerts.every(({ state, figure }) => state === "no_data" && (figure?.n ?? 0) === 0);
  return (
    <Card title={countWords(counts)} unit={`of ${counted(alerts.length, "alert")}`}>
      {nothing && (
        <p className="max-w-[90ch] pb-2 text-small text-ink-2">
          Nothing has been told yet that a rule could look at. A rule looks as soon as its source speaks:
          articles and errors, gates, latency, memory.
        </p>
      )}
      <ul className="divide-y divide-line">
        {byUrgency(alerts).map((alert) => (
          <AlertRow
            key={alertName(alert)}
            alert={alert}
            history={history}
            silence={silences.find(({ id }) => id === alert.silence) ?? null}
            zone={zone}
            nowMs={nowMs}
          />
        ))}
      </ul>
    </Card>
  );
}

function countWords({ firing, pending, no_data }: AlertsReply["counts"]): string {
  const also = [pending > 0 && `${pending} pending`, no_data > 0 && `${no_data} without data`];
  return [firing === 0 ? "Nothing fires" : `${firing} firing`, ...also.filter(Boolean)].join(", ");
}
