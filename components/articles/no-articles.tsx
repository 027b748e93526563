import { EmptyState } from "@/components/empty-state";
import { EmptyList, type EmptyListProps, ShowAll } from "@/components/lists/empty-list";
import { counted } from "@/lib/domain/format";

/** Where there is no article, but runs that are none: what makes a run an article. */
export const NoArticles = (props: EmptyListProps) => (
  <EmptyList {...props}>
    {({ executions }, all) => (
      <EmptyState
        title={`No article in this range, but ${counted(executions, "run")}.`}
        command="articles: { agents: [full_pipeline, pipeline] }"
      >
        <p>
          An article is a line of <code>agent_sdk_costs.jsonl</code>, or a run of an agent that{" "}
          <code>articles.agents</code> in <code>greenlight.yaml</code> names. If another agent of yours makes
          whole articles, add it there; it holds for what is stored, too.
        </p>
        {all.articles > 0 && <ShowAll named={counted(all.articles, "stored article")} />}
      </EmptyState>
    )}
  </EmptyList>
);
