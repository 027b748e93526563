"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { commanded } from "@/lib/client/commands";
import { runsPath, runsQuery } from "@/lib/client/run-queries";
import type { RunsReply } from "@/lib/contract/release-runs";
import type { RunKind } from "@/lib/domain/test-run";

/** Starts and cancels runs of one kind. What came of it is on screen before anybody has asked again. */
export function useRuns(release: string, kind: RunKind) {
  const client = useQueryClient();
  const told = {
    networkMode: "always" as const,
    onSuccess: (reply: RunsReply) => client.setQueryData(runsQuery(release).queryKey, reply),
    onSettled: () => client.invalidateQueries({ queryKey: ["releases"] }),
  };
  const path = runsPath(release);
  const start = useMutation({
    ...told,
    mutationFn: () => commanded<RunsReply>({ method: "POST", path, body: { kind } }),
  });
  const cancel = useMutation({
    ...told,
    mutationFn: (run: string) =>
      commanded<RunsReply>({ method: "POST", path: `${path}/${encodeURIComponent(run)}/cancel`, body: {} }),
  });
  return { start, cancel };
}
