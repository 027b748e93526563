"use client";

import { useQuery } from "@tanstack/react-query";
import type { Ref } from "react";
import { useLock } from "@/components/access/use-lock";
import { Tone } from "@/components/releases/tone";
import { countdown } from "@/lib/client/dates";
import { rollbackQuery } from "@/lib/client/queries";
import { named, readyWords } from "@/lib/client/traffic-words";
import type { RollbackReport, TrafficReply } from "@/lib/contract/traffic";

interface Props {
  ref: Ref<HTMLButtonElement>;
  traffic: TrafficReply;
  nowMs: number;
  busy: boolean;
  begin: (readiness: NonNullable<TrafficReply["rollback"]>) => void;
  show: (report: RollbackReport) => void;
}

const PLACE = "flex min-w-0 items-center gap-x-3 gap-y-0.5 max-lg:min-h-9 lg:flex-col lg:items-end";
/** What is said beside a button that is not for whoever looks takes a line of its own on a phone. */
const LOCKED = "max-lg:flex-col max-lg:items-start";

/** Always in the same place. A second click while one is on its way sends it once more: that changes nothing. */
export function RollbackButton({ ref, traffic, nowMs, busy, begin, show }: Props) {
  const { rollback, undo } = traffic;
  const lock = useLock("operate");
  if (rollback === null)
    return (
      <div className={PLACE}>
        {undo === null ? (
          <p className="text-small text-ink-3">Nothing to roll back</p>
        ) : (
          <LastRollback ref={ref} undo={undo} nowMs={nowMs} show={show} />
        )}
      </div>
    );
  const target = named(rollback.to, rollback.version);
  return (
    <div className={`${PLACE} ${lock.open ? "" : LOCKED}`}>
      <button
        ref={ref}
        type="button"
        onClick={() => lock.open && begin(rollback)}
        aria-busy={busy}
        {...lock.attributes}
        aria-keyshortcuts="Shift+R"
        title={`Roll back to ${target} (Shift+R)`}
        className={`control control-main max-w-[30ch] shrink-0 font-strong ${lock.open ? "max-lg:max-w-[56%]" : ""}`}
      >
        <bdi className="truncate">Roll back to {target}</bdi>
      </button>
      <p
        className={`min-w-0 text-small ${lock.open ? "max-lg:line-clamp-2 lg:max-w-[34ch] lg:truncate" : "lg:text-right"}`}
      >
        <Tone {...readyWords(rollback, nowMs)} />
        {lock.open ? <kbd className="ml-2 font-sans text-ink-3 max-lg:hidden">⇧R</kbd> : <> · {lock.note}</>}
      </p>
    </div>
  );
}

interface LastProps {
  ref: Ref<HTMLButtonElement>;
  undo: NonNullable<TrafficReply["undo"]>;
  nowMs: number;
  show: (report: RollbackReport) => void;
}

/** After a rollback, also on a page that was opened since: its report, and the undo in it. */
function LastRollback({ ref, undo, nowMs, show }: LastProps) {
  const { data: report } = useQuery(rollbackQuery(undo.report));
  return (
    <button
      ref={ref}
      type="button"
      onClick={() => report && show(report)}
      className="control"
      aria-keyshortcuts="Shift+R"
    >
      Rolled back · undo for {countdown(Date.parse(undo.until) - nowMs)}
    </button>
  );
}
