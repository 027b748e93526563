"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { keepPlace } from "@/lib/client/palette-recent";
import { isPaletteKey } from "@/lib/client/use-palette-key";
import { counted } from "@/lib/domain/format";
import type { Entry } from "./entry";
import { PaletteField } from "./palette-field";
import { optionId, PaletteList } from "./palette-list";
import { useChosen } from "./use-chosen";
import { useSections } from "./use-sections";

export interface PaletteProps {
  closed: () => void;
  rollback: RefObject<(() => void) | null>;
}

/** A modal dialog with a combobox whose list is always shown; the page behind it stays as it is. */
export function Palette({ closed, rollback }: PaletteProps) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [typed, setTyped] = useState("");
  const { sections, searching, fault } = useSections(typed, rollback);
  const entries = sections.flatMap(({ entries }) => entries);
  const { at, current, select, step } = useChosen(entries, typed);
  useEffect(() => dialog.current?.showModal(), []);
  const choose = ({ locked, act, name }: Entry) => {
    if (locked !== null) return;
    // First, because closing gives the focus back, and what follows may want it.
    dialog.current?.close();
    if ("run" in act) return act.run();
    keepPlace({ name, path: act.path });
    router.push(act.path);
  };
  const hear = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (isPaletteKey(event.nativeEvent)) return dialog.current?.close();
    const by = STEPS[event.key];
    if (by === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (by !== undefined) step(by);
    else if (current !== undefined) choose(current);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does by key what a click beside it does.
    <dialog
      ref={dialog}
      onClose={closed}
      onClick={({ target }) => target === dialog.current && dialog.current.close()}
      aria-label="Search, go to a page, or do something"
      className="no-print fixed inset-x-0 top-[10vh] bottom-auto m-0 mx-auto max-h-[76vh] w-[min(640px,calc(100vw-28px))] overflow-hidden rounded-card border border-line-strong bg-raised p-0 text-ink shadow-lg backdrop:bg-black/45 open:flex open:flex-col"
    >
      <PaletteField
        listId={listId}
        optionId={current === undefined ? undefined : optionId(listId, at)}
        typed={typed}
        type={setTyped}
        hear={hear}
      />
      <PaletteList id={listId} sections={sections} current={current} select={select} choose={choose} />
      <p role="status" className="flex justify-between border-t border-line px-4 py-2 text-small text-ink-3">
        <span>{wordsFor(entries.length, searching, fault)}</span>
        <span aria-hidden="true" className="max-sm:hidden">
          ↑↓ choose · Enter open · Esc close
        </span>
      </p>
    </dialog>
  );
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

function wordsFor(found: number, searching: boolean, fault: string | null): string {
  if (fault !== null) return `What is stored could not be searched: ${fault}`;
  if (searching) return "Searching";
  return found === 0 ? "Nothing has that in its name" : counted(found, "result");
}
