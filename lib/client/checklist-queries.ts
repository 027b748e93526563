import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ChecklistReply } from "@/lib/contract/checklist";
import type { Topic } from "@/lib/contract/live";
import { fetched } from "./fetched";
import { releasePath } from "./release-queries";

export const checklistPath = (id: string): string => `${releasePath(id)}/checklist`;

export const checklistQuery = (id: string) =>
  queryOptions({
    queryKey: ["releases" satisfies Topic, checklistPath(id), {}] as const,
    queryFn: ({ signal }) => fetched<ChecklistReply>(checklistPath(id), {}, signal),
    placeholderData: keepPreviousData,
  });
