"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { checklistPath, checklistQuery } from "@/lib/client/checklist-queries";
import { commanded } from "@/lib/client/commands";
import type { ChecklistReply, ChecklistTick } from "@/lib/contract/checklist";

/** Ticks one item of a release. What came of it is on screen before anybody has asked again. */
export function useChecklistTick(release: string, item: string) {
  const client = useQueryClient();
  return useMutation({
    networkMode: "always",
    // One after the other: a note that is saved while its tick is on the way must not overtake it.
    scope: { id: `${checklistPath(release)}/${item}` },
    mutationFn: (body: ChecklistTick) =>
      commanded<ChecklistReply>({
        method: "PUT",
        path: `${checklistPath(release)}/${encodeURIComponent(item)}`,
        body,
      }),
    onSuccess: async (reply) => {
      const { queryKey } = checklistQuery(release);
      // An answer that was asked for before the tick would take it away again for a moment.
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, reply);
    },
    // Not waited for: what the answer told stands already, and the next act must not wait for the rest of the page.
    onSettled: () => void client.invalidateQueries({ queryKey: ["releases"] }),
  });
}
