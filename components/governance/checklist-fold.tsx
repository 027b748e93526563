"use client";

import { useId, useState } from "react";
import { capital, doneWords, LIST_WORDS, type Phase, phasesOf } from "@/lib/client/checklist-words";
import type { Checklist } from "@/lib/contract/checklist";
import { ChecklistRow, type RowProps } from "./checklist-row";

interface Props extends Omit<RowProps, "item"> {
  list: Checklist;
  /** Whether it is open before anybody has said otherwise. */
  opened: boolean;
}

/** One list with how far it is. On paper all of them are open. */
export function ChecklistFold({ list, opened, ...row }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? opened;
  const complete = list.total > 0 && list.done === list.total;
  const phases = phasesOf(list.items);
  return (
    <section aria-labelledby={`${id}head`} className="py-1">
      <h3 id={`${id}head`}>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setChosen(!open)}
          className="flex min-h-9 w-full cursor-pointer items-baseline gap-2 rounded-control py-1.5 text-left hover:text-ink"
        >
          <span aria-hidden="true" className="w-3 text-ink-3 print:hidden">
            {open ? "▾" : "▸"}
          </span>
          <span className="flex-1">{LIST_WORDS[list.name]}</span>
          <span className="text-small whitespace-nowrap text-ink-2 tabular-nums">
            {complete && <span aria-hidden="true">✓ </span>}
            {doneWords(list)}
          </span>
        </button>
      </h3>
      <div id={id} className={open ? "pb-2" : "hidden pb-2 print:block"}>
        {list.items.length === 0 && <Empty mistakes={list.mistakes} />}
        {phases.map((phase) => (
          <PhaseItems key={phase.name} phase={phase} alone={phases.length === 1} {...row} />
        ))}
      </div>
    </section>
  );
}

function PhaseItems({
  phase,
  alone,
  ...row
}: { phase: Phase; alone: boolean } & Omit<Props, "list" | "opened">) {
  const { name, items } = phase;
  return (
    <>
      {!alone && (
        <h4 className="mt-2 mb-0.5 text-small text-ink-3">
          {capital(name)} {doneWords({ done: items.filter(({ done }) => done).length, total: items.length })}
        </h4>
      )}
      <ul>
        {items.map((item) => (
          <ChecklistRow key={item.id} item={item} {...row} />
        ))}
      </ul>
    </>
  );
}

const Empty = ({ mistakes }: Pick<Checklist, "mistakes">) => (
  <div className="text-small text-ink-2">
    <p>
      {mistakes.length === 0
        ? "This release was planned before there was such a list."
        : "Its template has mistakes, so this release has no such list. It gets one once they are mended:"}
    </p>
    {mistakes.length > 0 && (
      <ul className="mt-1 grid gap-0.5 font-mono wrap-anywhere">
        {mistakes.map((mistake) => (
          <li key={mistake}>{mistake}</li>
        ))}
      </ul>
    )}
  </div>
);
