"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useLock } from "@/components/access/use-lock";
import { commanded, wordsOf } from "@/lib/client/commands";
import { rollbackPath } from "@/lib/client/queries";
import type { RollbackReport } from "@/lib/contract/traffic";

const COMMON = ["quality", "cost", "errors", "critical bug", "stakeholder"] as const;

/** Why a rollback was made: said after the click, never before, and changed as often as one likes. */
export function WhyField({ id, reason }: { id: string; reason: string | null }) {
  const client = useQueryClient();
  const field = useId();
  const lock = useLock("operate");
  const [text, setText] = useState(reason ?? "");
  const keep = useMutation({
    networkMode: "always",
    mutationFn: (why: string) =>
      commanded<RollbackReport>({
        method: "PUT",
        path: `${rollbackPath(id)}/reason`,
        body: { reason: why },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["traffic"] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (lock.open && text.trim() !== "") keep.mutate(text);
  };
  return (
    <form onSubmit={submit} className="grid w-full max-w-[420px] gap-1.5 text-small">
      <label htmlFor={field}>
        Why? <span className="text-ink-3">can wait</span>
      </label>
      <div className="flex flex-wrap gap-1.5">
        {COMMON.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={text === one}
            onClick={() => lock.open && setText(one)}
            {...lock.attributes}
            className="control min-h-7 rounded-full px-2.5"
          >
            {one}
          </button>
        ))}
      </div>
      <div className="flex gap-2">
        <input
          id={field}
          value={text}
          maxLength={500}
          readOnly={!lock.open}
          onChange={({ target }) => setText(target.value)}
          {...lock.attributes}
          className="field flex-1"
        />
        <button type="submit" {...lock.attributes} className="control">
          Save
        </button>
      </div>
      {lock.note}
      <p aria-live="polite" className={keep.isError ? "text-red" : "text-ink-3"}>
        {keep.isError
          ? wordsOf(keep.error)
          : keep.isSuccess && keep.variables === text
            ? "Saved in the report"
            : ""}
      </p>
    </form>
  );
}
