import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { RunsReply } from "@/lib/contract/release-runs";
import { fetched } from "./fetched";
import { releasePath } from "./release-queries";

export const runsPath = (release: string): string => `${releasePath(release)}/runs`;

/** Validations and smoke tests of a release. */
export const runsQuery = (release: string) =>
  queryOptions({
    queryKey: ["releases", runsPath(release), {}] as const,
    queryFn: ({ signal }) => fetched<RunsReply>(runsPath(release), {}, signal),
    placeholderData: keepPreviousData,
  });
