"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Nothing } from "@/components/overview/nothing";
import { ran } from "@/components/overview/recorded";
import { ViewLink } from "@/components/view/view-link";
import { summaryQuery } from "@/lib/client/queries";
import type { RangeParameters } from "@/lib/client/view";
import type { Figures } from "@/lib/contract/summary";
import type { Environment } from "@/lib/domain/environment";

export interface EmptyListProps {
  environment: Environment | null;
  range: RangeParameters;
}

interface Props extends EmptyListProps {
  /** Why a list is empty although something was recorded in the period; `all` is all that is stored. */
  children: (here: Figures, all: Figures) => ReactNode;
}

/** Why a list is empty: nothing was recorded at all, or what was recorded counts as something else. */
export function EmptyList({ environment, range, children }: Props) {
  const { data: here } = useQuery(summaryQuery(range));
  const { data: all } = useQuery(summaryQuery({ range: "all" }));
  if (here === undefined || all === undefined) return null;
  return ran(here) ? children(here, all) : <Nothing environment={environment} runs />;
}

/** Leads to all of a kind, whenever and wherever it was recorded. */
export const ShowAll = ({ named }: { named: string }) => (
  <p className="mt-3">
    <ViewLink change={{ environment: null, range: "all" }} className="control">
      Show all {named}
    </ViewLink>
  </p>
);
