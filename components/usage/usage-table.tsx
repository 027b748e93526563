import { Card } from "@/components/card";
import { type Column, DataTable } from "@/components/data-table";
import { address } from "@/lib/client/fetched";
import { moneyExact } from "@/lib/client/format";
import type { RangeParameters } from "@/lib/client/view";
import type { Dimension, UsageReply } from "@/lib/contract/usage";
import { change, count, counted, money, moneyAtLeast, percent, UNKNOWN } from "@/lib/domain/format";
import { type Line, linesOf, sorted, sortOf, spentMore } from "./lines";

interface Props {
  range: RangeParameters;
  usage: UsageReply;
  before: UsageReply | null;
  sort: string | null;
}

/** Who got how much, exactly; the last line adds up the others. */
export function UsageTable({ range, usage, before, sort }: Props) {
  const { lines, all } = linesOf(usage, before);
  const order = sortOf(sort);
  return (
    <Card
      title={`By ${usage.by}`}
      unit={counted(usage.totals.length, usage.by)}
      actions={
        <a
          href={address("/api/usage", { ...range, by: usage.by, format: "csv" })}
          download
          className="link no-print text-small"
        >
          CSV
          <span className="sr-only">
            {" "}
            of usage by {usage.by}, per {usage.bucket}
          </span>
        </a>
      }
    >
      <div className="print:[&_td]:pr-2 print:[&_td]:text-[10px] print:[&_th]:pr-2 print:[&_th]:whitespace-normal">
        <DataTable
          caption={`Calls, tokens and cost by ${usage.by}`}
          columns={columns(usage.by, before !== null)}
          rows={sorted(lines, order)}
          rowKey={({ key }) => key}
          sort={order}
          foot={lines.length > 1 ? all : undefined}
        />
      </div>
    </Card>
  );
}

function columns(by: Dimension, compared: boolean): Column<Line>[] {
  const figure = (key: string, title: string, cell: Column<Line>["cell"]): Column<Line> => ({
    key,
    title,
    numeric: true,
    sortable: true,
    cell,
  });
  return [
    { key: "name", title: by.charAt(0).toUpperCase() + by.slice(1), sortable: true, cell: Name },
    figure("calls", "Calls", ({ calls }) => count(calls)),
    figure("input_tokens", "Input tokens", ({ inputTokens }) => count(inputTokens)),
    figure("output_tokens", "Output tokens", ({ outputTokens }) => count(outputTokens)),
    figure("total_tokens", "Tokens", ({ totalTokens }) => count(totalTokens)),
    figure("cost_usd", "Cost", Cost),
    {
      key: "share",
      title: "Share",
      numeric: true,
      cell: Share,
    },
    figure("cost_per_1k", "Cost per 1k tokens", Per1k),
    ...(compared ? [figure("change", "Change", Change)] : []),
  ];
}

const Name = ({ name, ...line }: Line) => (
  <div className="max-w-72 min-w-32">
    <bdi className="line-clamp-2 wrap-anywhere" title={name}>
      {name}
    </bdi>
    {remarks(line).map((remark) => (
      <p key={remark} className="text-small font-normal text-ink-3">
        {remark}
      </p>
    ))}
  </div>
);

function remarks({
  calls,
  costUsd,
  estimatedUsd,
  unreportedCalls,
  unpricedCalls,
  beforeUsd,
}: Omit<Line, "name">) {
  const said: string[] = [];
  if (calls === 0 && costUsd === 0 && beforeUsd !== null) said.push("nothing in this period");
  if (calls === 0 && costUsd !== 0) said.push("from article-costs lines, which list no calls");
  if (unreportedCalls > 0)
    said.push(`tokens not reported for ${count(unreportedCalls)} of ${counted(calls, "call")}`);
  if (unpricedCalls > 0) said.push(`no price for ${count(unpricedCalls)} of ${counted(calls, "call")}`);
  if (estimatedUsd > 0) said.push(`${money(estimatedUsd)} at list prices`);
  return said;
}

const Cost = ({ costUsd, unpricedCalls }: Line) => (
  <span title={moneyExact(costUsd)}>{moneyAtLeast(costUsd, unpricedCalls === 0)}</span>
);

const SHARE_MIN = 0.001;

const Share = ({ share }: Line) =>
  share === null ? UNKNOWN : share > 0 && share < SHARE_MIN ? `< ${percent(SHARE_MIN)}` : percent(share);

const Per1k = ({ costPer1kUsd }: Line) => (
  <span
    title={costPer1kUsd === null ? "not every call told its tokens and its price" : moneyExact(costPer1kUsd)}
  >
    {money(costPer1kUsd)}
  </span>
);

/** Dollars more or less than in the period before, which is what the column sorts by, and how much that is of it. */
const Change = ({ costUsd, beforeUsd }: Line) => {
  const difference = spentMore({ costUsd, beforeUsd });
  if (difference === null) return UNKNOWN;
  const share = change(costUsd, beforeUsd);
  return (
    <span title={`${moneyExact(beforeUsd ?? 0)} in the period before`}>
      {difference > 0 && "+"}
      {money(difference)} <span className="text-ink-3">{beforeUsd === null ? "new" : share}</span>
    </span>
  );
};
