"use client";

import { type FormEvent, useId, useState } from "react";
import type { ChecklistItem } from "@/lib/contract/checklist";
import type { useChecklistTick } from "./use-checklist-tick";

interface Props {
  item: ChecklistItem;
  /** As the box stands on this page, which may be ahead of what the server has answered. */
  done: boolean;
  save: ReturnType<typeof useChecklistTick>;
  close: () => void;
}

/** What a person adds to a tick: a build, a link, who was asked. It changes nothing of the tick itself. */
export function ChecklistNote({ item, done, save, close }: Props) {
  const field = useId();
  const [text, setText] = useState(item.note ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate({ done, note: text.trim() }, { onSuccess: close });
  };
  return (
    <form
      onSubmit={submit}
      onKeyDown={({ key }) => key === "Escape" && close()}
      className="no-print mt-1 flex flex-wrap gap-2 text-small"
    >
      <label htmlFor={field} className="sr-only">
        Note on {item.text}
      </label>
      <input
        id={field}
        value={text}
        maxLength={500}
        // biome-ignore lint/a11y/noAutofocus: who has just asked for the field is led into it
        autoFocus
        onChange={({ target }) => setText(target.value)}
        placeholder="a build, a link, who was asked"
        className="field min-w-40 flex-1"
      />
      <button type="submit" aria-busy={save.isPending} className="control">
        Save
      </button>
      <button type="button" onClick={close} className="control">
        Not now
      </button>
    </form>
  );
}
