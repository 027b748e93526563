import { type Column, DataTable } from "@/components/data-table";
import { ArticleLink } from "@/components/view/article-link";
import { moneyExact } from "@/lib/client/format";
import type { ReconciliationReply } from "@/lib/contract/sources";
import { moment, momentExact } from "@/lib/domain/dates";
import { fixed, money, seconds } from "@/lib/domain/format";

type Pair = ReconciliationReply["pairs"][number];

export const LIST_HEIGHT_MAX = 420;

/** Both costs of each pair, and what lies between them. */
export function PairTable({ pairs, zone }: { pairs: readonly Pair[]; zone: string }) {
  return (
    <DataTable
      caption="Runs that stand in both sources"
      columns={columns(zone)}
      rows={pairs}
      rowKey={({ article }) => article}
      maxHeight={LIST_HEIGHT_MAX}
    />
  );
}

const columns = (zone: string): Column<Pair>[] => [
  { key: "topic", title: "Article", cell: ({ article, topic }) => <ArticleLink id={article} name={topic} /> },
  {
    key: "time",
    title: "Line written",
    cell: ({ article_cost: { time } }) => (
      <span className="sm:whitespace-nowrap" title={momentExact(time, zone)}>
        {moment(time, zone)}
      </span>
    ),
  },
  {
    key: "execution",
    title: "Execution",
    numeric: true,
    cell: ({ execution }) => <Dollars usd={execution.cost_usd} />,
  },
  {
    key: "line",
    title: "Line, counts",
    numeric: true,
    cell: ({ article_cost }) => <Dollars usd={article_cost.cost_usd} />,
  },
  {
    key: "difference",
    title: "Difference",
    numeric: true,
    cell: ({ difference_usd: usd }) => <Dollars usd={usd} sign={usd > 0 ? "+" : ""} />,
  },
  {
    key: "apart",
    title: "Apart",
    numeric: true,
    cell: ({ apart_s }) => <span title={`${fixed(apart_s, 3)} s`}>{seconds(apart_s)}</span>,
  },
];

export const Dollars = ({ usd, sign = "" }: { usd: number; sign?: string }) => (
  <span title={moneyExact(usd)}>
    {sign}
    {money(usd)}
  </span>
);
