"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLock } from "@/components/access/use-lock";
import { commanded, wordsOf } from "@/lib/client/commands";
import { countdown } from "@/lib/client/dates";
import { rollbackPath, trafficQuery } from "@/lib/client/queries";
import { weight } from "@/lib/client/traffic-words";
import type { RollbackReport, TrafficReply } from "@/lib/contract/traffic";

interface Props {
  report: RollbackReport;
  until: string;
  nowMs: number;
  undone: () => void;
}

/** Gives the traffic back as it was, for as long as that is possible. */
export function UndoButton({ report, until, nowMs, undone }: Props) {
  const client = useQueryClient();
  const lock = useLock("operate");
  const undo = useMutation({
    networkMode: "always",
    mutationFn: () =>
      commanded<TrafficReply>({ method: "POST", path: `${rollbackPath(report.id)}/undo`, body: {} }),
    onSuccess: (traffic) => {
      client.setQueryData(trafficQuery().queryKey, traffic);
      undone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["traffic"] }),
  });
  const { from } = report;
  return (
    <span className="grid gap-1">
      <button
        type="button"
        onClick={() => lock.open && undo.mutate()}
        aria-busy={undo.isPending}
        {...lock.attributes}
        className="control"
      >
        Undo: back to {from.environment} at {weight(from.weight)}
        <span className="text-ink-3">{countdown(Date.parse(until) - nowMs)}</span>
      </button>
      {lock.note}
      <span role="status" className="text-small text-red">
        {undo.isError ? wordsOf(undo.error) : ""}
      </span>
    </span>
  );
}
