"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLock } from "@/components/access/use-lock";
import { commanded, wordsOf } from "@/lib/client/commands";
import { rollbackPath } from "@/lib/client/queries";
import type { RollbackReport } from "@/lib/contract/traffic";

const LABELS = [
  { right: true, word: "right" },
  { right: false, word: "wrong" },
] as const;

/** Whether a rollback was right, as a person says afterwards. */
export function LabelButtons({ report: { id, label } }: { report: RollbackReport }) {
  const client = useQueryClient();
  const lock = useLock("operate");
  const keep = useMutation({
    networkMode: "always",
    mutationFn: (right: boolean) =>
      commanded<RollbackReport>({ method: "PUT", path: `${rollbackPath(id)}/label`, body: { right } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["traffic"] }),
  });
  return (
    <fieldset title={lock.words ?? undefined} className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">Was it right?</legend>
      <span aria-hidden="true">was it</span>
      {LABELS.map(({ right, word }) => (
        <button
          key={word}
          type="button"
          aria-pressed={label?.right === right}
          onClick={() => lock.open && keep.mutate(right)}
          {...lock.attributes}
          className="control min-h-7 px-2"
        >
          {label?.right === right && <span aria-hidden="true">✓</span>}
          {word}
        </button>
      ))}
      <span className="sr-only">{lock.note}</span>
      <span role="status" className="text-red">
        {keep.isError && wordsOf(keep.error)}
      </span>
    </fieldset>
  );
}
