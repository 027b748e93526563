"use client";

import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { Paging } from "./load-more";

/** Many more than a busy stream needs; an end for what cannot be foreseen. */
const TRIES_MAX = 50;

/** The way to the next page of a list, however often the pages on screen are read anew meanwhile. */
export function usePaging<Reply>(
  list: UseInfiniteQueryResult<InfiniteData<Reply>>,
): Pick<Paging, "next" | "reading" | "failed"> {
  const [reading, setReading] = useState(false);
  const read = async () => {
    setReading(true);
    const loaded = list.data?.pages.length ?? 0;
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      // While the loaded pages are being read, this only waits for them: the next page goes on from the last of them.
      const { data, isError, hasNextPage } = await list.fetchNextPage({ cancelRefetch: false });
      if (isError || !hasNextPage || (data?.pages.length ?? 0) > loaded) break;
    }
    setReading(false);
  };
  const next = () => {
    if (!reading) void read();
  };
  return { next, reading, failed: list.isFetchNextPageError };
}
