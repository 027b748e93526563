"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { commanded } from "@/lib/client/commands";
import type { Topic } from "@/lib/contract/live";

interface Asked {
  method?: "PUT" | "POST";
  path: string;
  body?: object;
}

/** Says something to the alerts or the flags; what stands on screen of them is asked again, whatever came of it. */
export function useAlertCommand<Reply = unknown>(topics: readonly Topic[] = ["alerts"]) {
  const client = useQueryClient();
  return useMutation({
    networkMode: "always",
    mutationFn: ({ method = "POST", path, body = {} }: Asked) => commanded<Reply>({ method, path, body }),
    onSettled: () => Promise.all(topics.map((topic) => client.invalidateQueries({ queryKey: [topic] }))),
  });
}
