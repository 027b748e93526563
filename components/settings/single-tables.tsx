import { type Column, DataTable } from "@/components/data-table";
import { ArticleLink } from "@/components/view/article-link";
import type { ReconciliationReply } from "@/lib/contract/sources";
import { moment, momentExact } from "@/lib/domain/dates";
import { Dollars, LIST_HEIGHT_MAX } from "./pair-table";

interface Single {
  id: string;
  time: string;
  cost_usd: number;
}

interface RunsProps {
  runs: ReconciliationReply["single_executions"];
  zone: string;
}

/** Executions that make an article and have no line. */
export const SingleRuns = ({ runs, zone }: RunsProps) => (
  <DataTable
    caption="Executions without an article-costs line"
    columns={columns<RunsProps["runs"][number]>(zone, ({ topic, agent }) => topic ?? agent ?? "no topic")}
    rows={runs}
    rowKey={({ id }) => id}
    maxHeight={LIST_HEIGHT_MAX}
  />
);

interface LinesProps {
  lines: ReconciliationReply["single_article_costs"];
  zone: string;
}

/** Article-costs lines that no execution belongs to. */
export const SingleLines = ({ lines, zone }: LinesProps) => (
  <DataTable
    caption="Article-costs lines without an execution"
    columns={columns<LinesProps["lines"][number]>(zone, ({ topic }) => topic)}
    rows={lines}
    rowKey={({ id }) => id}
    maxHeight={LIST_HEIGHT_MAX}
  />
);

const columns = <Row extends Single>(zone: string, name: (row: Row) => string): Column<Row>[] => [
  { key: "name", title: "Article", cell: (row) => <ArticleLink id={row.id} name={name(row)} /> },
  {
    key: "time",
    title: "Time",
    cell: ({ time }) => (
      <span className="sm:whitespace-nowrap" title={momentExact(time, zone)}>
        {moment(time, zone)}
      </span>
    ),
  },
  { key: "cost", title: "Cost", numeric: true, cell: ({ cost_usd }) => <Dollars usd={cost_usd} /> },
];
