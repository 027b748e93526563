"use client";

import { useLock } from "@/components/access/use-lock";
import { wordsOf } from "@/lib/client/commands";
import type { ReleaseRun } from "@/lib/contract/release-runs";
import type { RunKind } from "@/lib/domain/test-run";
import { useRuns } from "./use-runs";

interface Props {
  release: string;
  kind: RunKind;
  /** The run that is under way; null where none is. */
  running: ReleaseRun | null;
  /** What starting it is called. */
  name: string;
}

/** One button: it starts a run, and while one is under way it ends it. */
export function RunControls({ release, kind, running, name }: Props) {
  const lock = useLock("operate");
  const { start, cancel } = useRuns(release, kind);
  const asked = running === null ? start : cancel;
  const press = () => {
    if (!lock.open || asked.isPending) return;
    if (running === null) start.mutate();
    else cancel.mutate(running.id);
  };
  return (
    <div className="no-print flex flex-wrap items-center gap-2 text-small">
      <button
        type="button"
        onClick={press}
        aria-busy={asked.isPending}
        {...lock.attributes}
        className="control"
      >
        {running === null ? name : "Cancel"}
      </button>
      {lock.note}
      <p role="status" className="wrap-anywhere text-red empty:hidden">
        {asked.isError && wordsOf(asked.error)}
      </p>
    </div>
  );
}
