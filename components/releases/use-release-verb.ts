"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CommandFailed, commanded } from "@/lib/client/commands";
import { releasePath, releaseQuery } from "@/lib/client/release-queries";
import type { ReleaseReply } from "@/lib/contract/releases";
import type { Verb } from "@/lib/domain/release-look";

export interface AskedVerb {
  verb: Verb | "undo";
  reason?: string;
  plan_hash?: string;
  confirm?: boolean;
}

/** Asks something of a release. What came of it is on screen before anybody has asked again. */
export function useReleaseVerb(id: string) {
  const client = useQueryClient();
  return useMutation({
    networkMode: "always",
    mutationFn: ({ verb, ...body }: AskedVerb) =>
      commanded<ReleaseReply>({ method: "POST", path: `${releasePath(id)}/${verb}`, body }),
    onSuccess: (reply) => client.setQueryData(releaseQuery(reply.id).queryKey, reply),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["releases"] }),
        client.invalidateQueries({ queryKey: ["traffic"] }),
      ]),
  });
}

/** Whether the same, confirmed, would be done: then the server's sentence is a question. */
export const isConfirmable = (error: unknown): boolean =>
  error instanceof CommandFailed && error.status === 409 && error.fields.confirmable === true;
