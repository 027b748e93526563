"use client";

import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/empty-state";
import { Nothing } from "@/components/overview/nothing";
import { recorded } from "@/components/overview/recorded";
import { ViewLink } from "@/components/view/view-link";
import { counted } from "@/lib/client/format";
import { summaryQuery } from "@/lib/client/queries";
import type { RangeParameters } from "@/lib/client/view";
import type { Environment } from "@/lib/domain/environment";

interface Props {
  environment: Environment | null;
  range: RangeParameters;
}

/** Why there is no article: nothing was recorded at all, or what was recorded counts as something else. */
export function NoArticles({ environment, range }: Props) {
  const { data: summary } = useQuery(summaryQuery(range));
  const { data: all } = useQuery(summaryQuery({ range: "all" }));
  if (summary === undefined || all === undefined) return null;
  if (!recorded(summary)) return <Nothing environment={environment} />;
  return (
    <EmptyState
      title={`No article in this range, but ${counted(summary.executions, "run")}.`}
      command="articles: { agents: [full_pipeline, pipeline] }"
    >
      <p>
        An article is a line of <code>agent_sdk_costs.jsonl</code>, or a run of an agent that{" "}
        <code>articles.agents</code> in <code>greenlight.yaml</code> names. If another agent of yours makes
        whole articles, add it there; it holds for what is stored, too.
      </p>
      {all.articles > 0 && (
        <p className="mt-3">
          <ViewLink change={{ environment: null, range: "all" }} className="control">
            Show all {counted(all.articles, "stored article")}
          </ViewLink>
        </p>
      )}
    </EmptyState>
  );
}
