import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { DocsReply } from "@/lib/contract/docs";
import type { SearchReply } from "@/lib/contract/search";
import { fetched } from "./fetched";

const FRESH_MS = 30_000;

/** No topic of the live stream: what was found may be half a minute old. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ["search", "/api/search", q] as const,
    queryFn: ({ signal }) => fetched<SearchReply>("/api/search", { q }, signal),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    refetchInterval: false,
    enabled: q !== "",
  });

/** What is written in the documents about it. Words like those count, so an answer to other words stands in for none. */
export const docsFoundQuery = (q: string) =>
  queryOptions({
    queryKey: ["docs", "/api/docs", q] as const,
    queryFn: ({ signal }) => fetched<DocsReply>("/api/docs", { q }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
    enabled: q !== "",
  });
