import { NO_HUMAN_VALUE, NO_TOPIC, noRoi } from "@/components/articles/reasons";
import type { Column } from "@/components/data-table";
import { Cost, Roi, Tokens, Unknown, WhenAndWhere } from "@/components/lists/cells";
import { figureColumn, placeColumns } from "@/components/lists/columns";
import { ArticleLink } from "@/components/view/article-link";
import { PageLink } from "@/components/view/page-link";
import { moneyExact } from "@/lib/client/format";
import type { Orders } from "@/lib/client/order";
import type { Execution } from "@/lib/contract/executions";
import { count, money } from "@/lib/domain/format";

export const EXECUTION_ORDERS: Orders<Execution> = {
  agent: ({ agent }) => agent?.toLowerCase() ?? null,
  time: ({ time }) => time,
  topic: ({ topic }) => topic?.toLowerCase() ?? null,
  calls: ({ llm_calls }) => llm_calls,
  tokens: ({ tokens }) => tokens.total,
  cost: ({ cost_usd }) => cost_usd,
  human: ({ human_cost_usd }) => human_cost_usd,
  roi: ({ roi_multiplier }) => roi_multiplier,
};

/** What a list of runs shows of each. */
export function executionColumns(zone: string): Column<Execution>[] {
  const figure = (
    key: string,
    title: string,
    cell: Column<Execution>["cell"],
    from?: Column<Execution>["from"],
  ) => figureColumn(key, title, cell, EXECUTION_ORDERS, from);
  return [
    { key: "agent", title: "Run", sortable: true, cell: (run) => <Run {...run} zone={zone} /> },
    ...placeColumns<Execution>(zone),
    { key: "topic", title: "Article", sortable: true, from: "lg", cell: Made },
    { key: "models", title: "Models", from: "lg", cell: Models },
    figure("calls", "Calls", ({ llm_calls }) => count(llm_calls), "sm"),
    figure("tokens", "Tokens", Tokens, "sm"),
    figure("cost", "Cost", Cost),
    figure("human", "Human value", Human, "xl"),
    figure("roi", "ROI", (run) => <Roi value={run.roi_multiplier} reason={noRoi(run)} />),
  ];
}

/** By its agent; a run of several agents has none of its own and goes by its id. */
const Run = ({ id, agent, execution_id, time, environment, zone }: Execution & { zone: string }) => (
  <div className="min-w-32 max-w-32 sm:max-w-44">
    <PageLink
      path={`/executions/${encodeURIComponent(id)}`}
      className={`link block truncate ${agent === null ? "font-mono text-small" : ""}`}
      title={agent ?? execution_id}
    >
      <bdi>{agent ?? execution_id}</bdi>
    </PageLink>
    {agent !== null && (
      <p className="truncate font-mono text-small text-ink-3" title={execution_id}>
        <bdi>{execution_id}</bdi>
      </p>
    )}
    <WhenAndWhere at={time} zone={zone} environment={environment} />
  </div>
);

const Made = ({ article, topic }: Execution) =>
  article === null ? (
    <Unknown reason="belongs to no article" />
  ) : (
    <ArticleLink id={article} name={topic ?? NO_TOPIC} />
  );

const Models = ({ models }: Execution) =>
  models.length === 0 ? (
    <Unknown reason="no calls are recorded" />
  ) : (
    <p className="flex min-w-24 max-w-44 gap-1 text-small text-ink-2" title={models.join(", ")}>
      <bdi className="truncate">{models[0]}</bdi>
      {models.length > 1 && <span className="whitespace-nowrap text-ink-3">+ {models.length - 1}</span>}
    </p>
  );

const Human = ({ human_cost_usd: value }: Execution) =>
  value === null ? (
    <Unknown reason={NO_HUMAN_VALUE} />
  ) : (
    <span title={moneyExact(value)}>{money(value)}</span>
  );
