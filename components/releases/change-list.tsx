import { Card } from "@/components/card";
import { Moment } from "@/components/lists/cells";
import { kindWords, movedWords, type Said } from "@/lib/client/traffic-words";
import type { TrafficChange } from "@/lib/contract/traffic";
import { ScrollList } from "./scroll-list";
import { Tone } from "./tone";

const STATES: Record<TrafficChange["state"], Said> = {
  intended: { sign: "…", words: "on its way", tone: "calm" },
  confirmed: { sign: "✓", words: "confirmed", tone: "calm" },
  failed: { sign: "✕", words: "failed", tone: "bad" },
  superseded: { sign: "–", words: "overtaken", tone: "calm" },
};

/** Every change of the traffic: who, when, from what to what, why, and whether the balancer took it. */
export const ChangeList = ({ changes, zone }: { changes: readonly TrafficChange[]; zone: string }) => (
  <Card title="History" unit={changes.length === 0 ? "" : "newest first"}>
    {changes.length === 0 ? (
      <p className="text-small text-ink-2">
        Nothing was ever moved. Every shift, rollback and edit from outside is listed here.
      </p>
    ) : (
      <ScrollList name="Changes of the traffic">
        {changes.map((change) => (
          <Change key={change.id} change={change} zone={zone} />
        ))}
      </ScrollList>
    )}
  </Card>
);

function Change({ change, zone }: { change: TrafficChange; zone: string }) {
  const { kind, actor, reason, state, detail, time } = change;
  return (
    <li className="grid gap-0.5 border-b border-line py-2 pr-1 text-small last:border-0">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="text-card">
          {movedWords(change)} <span className="font-normal text-ink-3">{kindWords(kind)}</span>
        </span>
        <Tone {...STATES[state]} />
      </p>
      <p className="wrap-anywhere text-ink-2">
        <Moment at={time} zone={zone} /> · <bdi>{actor}</bdi>
        {reason !== null && (
          <>
            {" "}
            · <bdi>{reason}</bdi>
          </>
        )}
      </p>
      {detail !== null && <p className="wrap-anywhere text-ink-3">{detail}</p>}
    </li>
  );
}
