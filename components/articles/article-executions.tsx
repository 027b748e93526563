import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { Moment, Unknown } from "@/components/lists/cells";
import { PageLink } from "@/components/view/page-link";
import { moneyExact } from "@/lib/client/format";
import type { ArticleDetail } from "@/lib/contract/articles";
import { counted, money } from "@/lib/domain/format";

interface Props {
  executions: ArticleDetail["executions"];
  zone: string;
}

/** The runs of agents that an article consists of. */
export const ArticleExecutions = ({ executions, zone }: Props) => (
  <Card title="Executions" unit={counted(executions.length, "run")}>
    <DataTable
      caption="The runs that this article consists of"
      rows={executions}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "run",
          title: "Run",
          cell: ({ id, execution_id }) => (
            <PageLink
              path={`/executions/${encodeURIComponent(id)}`}
              className="link line-clamp-2 min-w-40 font-mono text-small wrap-anywhere"
              title={execution_id}
            >
              <bdi>{execution_id}</bdi>
            </PageLink>
          ),
        },
        {
          key: "agent",
          title: "Agent",
          cell: ({ agent }) =>
            agent === null ? (
              <Unknown reason="this record names an agent for each call" />
            ) : (
              <bdi className="line-clamp-2 min-w-20 wrap-anywhere" title={agent}>
                {agent}
              </bdi>
            ),
        },
        { key: "time", title: "Time", cell: ({ time }) => <Moment at={time} zone={zone} /> },
        {
          key: "cost",
          title: "Cost",
          numeric: true,
          cell: ({ cost_usd }) => <span title={moneyExact(cost_usd)}>{money(cost_usd)}</span>,
        },
      ]}
    />
  </Card>
);
