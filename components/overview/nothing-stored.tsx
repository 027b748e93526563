"use client";

import { EmptyState } from "@/components/empty-state";
import { KeyHint } from "@/components/keys/key-hint";
import { pushing } from "@/lib/client/curl";
import { useOrigin } from "@/lib/client/use-origin";

interface Props {
  /** Whether something is stored, but nothing that ran. */
  checks?: boolean;
}

/** The first screen of a new installation: both ways in, ready to be copied. Fills by itself with the first document. */
export function NothingStored({ checks = false }: Props) {
  const origin = useOrigin();
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <EmptyState
        title="Watch the files of your pipeline"
        command="npm run up -- --source path/to/logs/execution_roi.json"
      >
        Greenlight reads the file now and follows every rewrite. For good, name it under <code>sources:</code>{" "}
        in <code>greenlight.yaml</code>.
      </EmptyState>
      <EmptyState
        title="Or push a document"
        command={pushing(origin, "execution-roi", "--data-binary @logs/execution_roi.json")}
      >
        The body is exactly what the pipeline wrote. Pushing the same document twice changes nothing.{" "}
        <KeyHint />
      </EmptyState>
      <p className="text-small text-ink-3 lg:col-span-2" role="status">
        {checks ? "No run and no article is stored yet." : "Nothing is stored yet."} This page fills by itself
        as soon as the first document arrives.
      </p>
    </div>
  );
}
