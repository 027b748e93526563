"use client";

import { useId, useState } from "react";
import type { useLock } from "@/components/access/use-lock";
import { useUnfolded } from "@/components/alerts/use-unfolded";
import { Moment } from "@/components/lists/cells";
import { evidenceWords } from "@/lib/client/checklist-words";
import { wordsOf } from "@/lib/client/commands";
import type { ChecklistItem } from "@/lib/contract/checklist";
import { ChecklistNote } from "./checklist-note";
import { useChecklistTick } from "./use-checklist-tick";

export interface RowProps {
  item: ChecklistItem;
  release: string;
  zone: string;
  frozen: boolean;
  lock: ReturnType<typeof useLock>;
}

const ROW = "grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2 py-1.5 print:break-inside-avoid";

/** One item: a box for a person, and for evidence its sign with the figure. */
export const ChecklistRow = (props: RowProps) =>
  props.item.by === "person" ? <PersonRow {...props} /> : <EvidenceRow {...props} />;

function EvidenceRow({ item, zone }: RowProps) {
  const { sign, words, tone } = evidenceWords(item);
  return (
    <li className={ROW}>
      <span aria-hidden="true" className={`text-center ${tone === "warn" ? "text-amber" : "text-ink-3"}`}>
        {sign}
      </span>
      <div className="min-w-0">
        <p className="flex flex-wrap justify-between gap-x-3">
          <span>
            {item.text}
            <span className="sr-only">: {words}</span>
          </span>
          {item.done && item.at !== null && (
            <span className="text-small text-ink-3">
              since <Moment at={item.at} zone={zone} />
            </span>
          )}
        </p>
        <p className="text-small wrap-anywhere text-ink-3">{item.said ?? "is being looked at"}</p>
      </div>
    </li>
  );
}

function PersonRow({ item, release, zone, frozen, lock }: RowProps) {
  const box = useId();
  const tick = useChecklistTick(release, item.id);
  const save = useChecklistTick(release, item.id);
  const note = useUnfolded();
  // Of this page, so that the box stays as it was put while its answer is on the way.
  const [wanted, setWanted] = useState<boolean | null>(null);
  const done = wanted ?? item.done;
  const failed = tick.error ?? save.error;
  const open = lock.open && !frozen;
  const press = () => {
    if (!open || wanted !== null) return;
    setWanted(!item.done);
    tick.mutate({ done: !item.done }, { onSettled: () => setWanted(null) });
  };
  return (
    <li className={ROW}>
      <input
        id={box}
        type="checkbox"
        checked={done}
        onChange={press}
        aria-busy={tick.isPending}
        {...(frozen ? { disabled: true } : lock.attributes)}
        className="mt-[3px] size-4 justify-self-center accent-(--ink)"
      />
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <label htmlFor={box}>{item.text}</label>
          <p className="flex flex-wrap items-baseline gap-x-3 text-small text-ink-3">
            {item.actor !== null && item.at !== null && (
              <span className="wrap-anywhere">
                {item.done ? "" : "taken back by "}
                <bdi>{item.actor}</bdi>, <Moment at={item.at} zone={zone} />
              </span>
            )}
            {open && (
              <button
                ref={note.button}
                type="button"
                aria-expanded={note.open}
                onClick={note.toggle}
                className="no-print underline decoration-line-strong underline-offset-2 hover:text-ink"
              >
                {item.note === null ? "Note" : "Change note"}
                <span className="sr-only"> on {item.text}</span>
              </button>
            )}
          </p>
        </div>
        {item.note !== null && !note.open && (
          <p className="text-small wrap-anywhere text-ink-2">“{item.note}”</p>
        )}
        {note.open && <ChecklistNote item={item} done={done} save={save} close={note.close} />}
        <p role="status" className="text-small wrap-anywhere text-red empty:hidden">
          {failed === null ? "" : wordsOf(failed)}
        </p>
      </div>
    </li>
  );
}
