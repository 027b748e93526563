"use client";

import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/empty-state";
import { ViewLink } from "@/components/view/view-link";
import { period } from "@/lib/client/dates";
import { counted } from "@/lib/client/format";
import { summaryQuery } from "@/lib/client/queries";
import type { Environment } from "@/lib/domain/environment";
import { NothingStored } from "./nothing-stored";
import { recorded } from "./recorded";

/** Why there are no figures, and what would bring them. */
export function Nothing({ environment }: { environment: Environment | null }) {
  const { data: all } = useQuery(summaryQuery({ range: "all" }));
  if (all === undefined) return null;
  if (!recorded(all)) return <NothingStored />;
  const stored = `${counted(all.executions, "run")} and ${counted(all.articles, "article")}`;
  return (
    <EmptyState
      title={
        environment === null
          ? "Nothing was recorded in this range."
          : `Nothing of ${environment} was recorded in this range.`
      }
    >
      <p>
        Stored are {stored}, from {period(all.from, all.to, all.timezone)}.
      </p>
      <p className="mt-3 flex flex-wrap gap-2">
        <ViewLink change={{ range: "all" }} className="control">
          Show all that is stored
        </ViewLink>
        {environment !== null && (
          <ViewLink change={{ environment: null, range: "all" }} className="control">
            Show all environments
          </ViewLink>
        )}
      </p>
    </EmptyState>
  );
}
