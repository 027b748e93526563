import { type InfiniteData, infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { ArticlesReply } from "@/lib/contract/articles";
import type { AuditReply } from "@/lib/contract/audit";
import type { ExecutionsReply } from "@/lib/contract/executions";
import type { Topic } from "@/lib/contract/live";
import { fetched } from "./fetched";
import type { RangeParameters } from "./view";

/** Rows a page; the API's own default. */
export const PAGE_ROWS = 50;

/** What one CSV holds at most; the API's own limit. */
export const CSV_ROWS = 500;

type Key = readonly [Topic, string, "pages", RangeParameters];

/** A list that grows downwards, newest first. The key is the topic first: a live event reads all of its pages again. */
const pages = <Reply extends { cursor: string | null }>(topic: Topic, path: string, range: RangeParameters) =>
  infiniteQueryOptions<Reply, Error, InfiniteData<Reply, string | null>, Key, string | null>({
    queryKey: [topic, path, "pages", range],
    queryFn: ({ signal, pageParam }) =>
      fetched(path, { ...range, limit: PAGE_ROWS, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null,
    getNextPageParam: ({ cursor }) => cursor,
    placeholderData: keepPreviousData,
  });

export const articlePages = (range: RangeParameters) =>
  pages<ArticlesReply>("articles", "/api/articles", range);

export const executionPages = (range: RangeParameters) =>
  pages<ExecutionsReply>("executions", "/api/executions", range);

/** What of the event log is asked for. */
export interface AuditFilter {
  action?: string;
  actor?: string;
  q?: string;
}

export const auditPages = (range: RangeParameters, filter: AuditFilter) =>
  pages<AuditReply>("audit", "/api/audit", { ...range, ...filter });

/** What the server has read for the first paint, as the first page. */
export const firstPage = <Reply>(reply: Reply): InfiniteData<Reply, string | null> => ({
  pages: [reply],
  pageParams: [null],
});
