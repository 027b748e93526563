"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { commanded } from "@/lib/client/commands";
import { signOffsPath, signOffsQuery } from "@/lib/client/release-queries";
import type { FiguresReply, SignOffsReply } from "@/lib/contract/sign-offs";
import type { Title } from "@/lib/domain/access";

type Act =
  | ({ kind: "sign"; title: Title; note: string } & FiguresReply)
  | { kind: "revoke"; title: Title; note: string };

/** Signs a release, or takes that back. What came of it is on screen before anybody has asked again. */
export function useSignOff(id: string) {
  const client = useQueryClient();
  return useMutation({
    networkMode: "always",
    mutationFn: (act: Act) => commanded<SignOffsReply>({ method: "POST", ...commandOf(id, act) }),
    onSuccess: (reply) => client.setQueryData(signOffsQuery(id).queryKey, reply),
    // Not waited for: the panel closes with the answer, not with the rest of the page.
    onSettled: () => void client.invalidateQueries({ queryKey: ["releases"] }),
  });
}

function commandOf(id: string, act: Act) {
  const { title, note } = act;
  if (act.kind === "revoke")
    return { path: `${signOffsPath(id)}/${title}/revoke`, body: note === "" ? {} : { reason: note } };
  const { seen, seal } = act;
  return { path: signOffsPath(id), body: { title, seen, seal, ...(note === "" ? {} : { note }) } };
}
