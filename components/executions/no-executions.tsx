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

/** Why there is no run: nothing was recorded at all, or only lines that are articles and no runs. */
export function NoExecutions({ environment, range }: Props) {
  const { data: summary } = useQuery(summaryQuery(range));
  const { data: all } = useQuery(summaryQuery({ range: "all" }));
  if (summary === undefined || all === undefined) return null;
  if (!recorded(summary)) return <Nothing environment={environment} />;
  return (
    <EmptyState
      title={`No run in this range, but ${counted(summary.articles, "article")}.`}
      command="npm run up -- --source path/to/logs/execution_roi.json"
    >
      <p>
        Lines of <code>agent_sdk_costs.jsonl</code> tell what an article cost. Which runs made it, and with
        which calls, stands in <code>execution_roi.json</code>.
      </p>
      {all.executions > 0 && (
        <p className="mt-3">
          <ViewLink change={{ environment: null, range: "all" }} className="control">
            Show all {counted(all.executions, "stored run")}
          </ViewLink>
        </p>
      )}
    </EmptyState>
  );
}
