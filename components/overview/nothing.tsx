"use client";

import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/empty-state";
import { ViewLink } from "@/components/view/view-link";
import { summaryQuery } from "@/lib/client/queries";
import type { Figures } from "@/lib/contract/summary";
import { period } from "@/lib/domain/dates";
import type { Environment } from "@/lib/domain/environment";
import { counted } from "@/lib/domain/format";
import { NothingStored } from "./nothing-stored";
import { ran, recorded } from "./recorded";

interface Props {
  environment: Environment | null;
  /** Whether only runs and articles would help: a page of calls is not filled by what was checked. */
  runs?: boolean;
}

/** Why there are no figures, and what would bring them. */
export function Nothing({ environment, runs = false }: Props) {
  const { data: all } = useQuery(summaryQuery({ range: "all" }));
  if (all === undefined) return null;
  if (!recorded(all)) return <NothingStored />;
  if (runs && !ran(all)) return <NothingStored checks />;
  return (
    <EmptyState
      title={
        environment === null
          ? "Nothing was recorded in this range."
          : `Nothing of ${environment} was recorded in this range.`
      }
    >
      <p>
        Stored are {stored(all)}, from {period(all.from, all.to, all.timezone)}.
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

function stored({ executions, articles, failed_jobs, samples }: Figures): string {
  const ranParts = [counted(executions, "run"), counted(articles, "article")];
  const parts = [
    [samples.checks, "check"],
    [failed_jobs, "failed job"],
    [samples.rag_latency_ms, "RAG query", "RAG queries"],
  ] as const;
  const others = parts
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => counted(number, one, many));
  const all = [...(executions + articles > 0 ? ranParts : []), ...others];
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
