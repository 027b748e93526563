import { EmptyState } from "@/components/empty-state";
import { EmptyList, type EmptyListProps, ShowAll } from "@/components/lists/empty-list";
import { counted } from "@/lib/domain/format";

/** Where there is no run, but articles that only a line tells of: where runs come from. */
export const NoExecutions = (props: EmptyListProps) => (
  <EmptyList {...props}>
    {({ articles }, all) => (
      <EmptyState
        title={`No run in this range, but ${counted(articles, "article")}.`}
        command="npm run up -- --source path/to/logs/execution_roi.json"
      >
        <p>
          Lines of <code>agent_sdk_costs.jsonl</code> tell what an article cost. Which runs made it, and with
          which calls, stands in <code>execution_roi.json</code>.
        </p>
        {all.executions > 0 && <ShowAll named={counted(all.executions, "stored run")} />}
      </EmptyState>
    )}
  </EmptyList>
);
