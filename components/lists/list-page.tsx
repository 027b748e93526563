"use client";

import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FailedAnswer } from "@/components/failed-answer";
import { PageHeader } from "@/components/page-header";
import type { Paging } from "./load-more";
import { usePaging } from "./use-paging";

interface Page {
  from: string;
  to: string;
  timezone: string;
  total: number;
}

interface Props<Reply extends Page, Row> {
  title: string;
  list: UseInfiniteQueryResult<InfiniteData<Reply>>;
  rowsOf: (page: Reply) => readonly Row[];
  /** What stands there where nothing was found. */
  empty: ReactNode;
  children: (rows: readonly Row[], first: Reply, paging: Paging) => ReactNode;
}

/** A page that is one list: its head, what failed, and the list or why there is none. */
export function ListPage<Reply extends Page, Row>({
  title,
  list,
  rowsOf,
  empty,
  children,
}: Props<Reply, Row>) {
  const first = list.data?.pages[0];
  const rows = list.data?.pages.flatMap(rowsOf) ?? [];
  const paging = usePaging(list);
  return (
    <>
      <PageHeader title={title} shown={first} />
      <FailedAnswer what={title} failed={list.isError && !list.isFetchNextPageError && list} />
      {first?.total === 0 && empty}
      {first !== undefined &&
        first.total > 0 &&
        children(rows, first, {
          loaded: rows.length,
          total: first.total,
          ...paging,
        })}
    </>
  );
}
