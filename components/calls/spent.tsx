import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { providerColours, providerName } from "@/lib/client/colours";
import { counted, money, moneyExact, percent, UNKNOWN } from "@/lib/client/format";

/** What one agent spent with one model. */
export interface Part {
  agent: string;
  model: string;
  provider: string;
  cost_usd: number;
}

interface Props {
  parts: readonly Part[];
  remark?: string | undefined;
}

/** Who spent what, dearest first: a bar and its figures. */
export function Spent({ parts, remark }: Props) {
  const total = parts.reduce((sum, { cost_usd }) => sum + cost_usd, 0);
  const most = Math.max(0, ...parts.map(({ cost_usd }) => cost_usd));
  const colours = providerColours([...new Set(parts.map(({ provider }) => provider))]);
  const providers = [...new Set(parts.map(({ provider }) => provider))];
  const rows = parts.map((part, index) => ({
    ...part,
    index,
    share: total === 0 ? null : part.cost_usd / total,
    length: most === 0 ? 0 : part.cost_usd / most,
    colour: colours[providers.indexOf(part.provider)] ?? "",
  }));
  return (
    <Card title="Cost by agent and model" unit={counted(parts.length, "part")}>
      {remark && <p className="mb-1 max-w-[90ch] text-small text-ink-3">{remark}</p>}
      <DataTable
        caption="Cost by agent and model"
        rows={rows}
        rowKey={({ index }) => String(index)}
        columns={[
          { key: "agent", title: "Agent, model", cell: Name },
          { key: "bar", title: "Share of the cost", cell: Bar },
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
}

const Name = ({ agent, model, provider }: Part) => (
  <div className="max-w-72 min-w-24 wrap-anywhere">
    <p>
      <bdi>{agent}</bdi>
    </p>
    <p className="text-small text-ink-3">
      <bdi>{model}</bdi>
      {provider !== "unknown" && ` · ${providerName(provider)}`}
    </p>
  </div>
);

interface BarProps {
  share: number | null;
  length: number;
  colour: string;
}

const Bar = ({ share, length, colour }: BarProps) => (
  <div className="min-w-20">
    <div
      aria-hidden="true"
      className="h-2 min-w-0.5 rounded-[3px]"
      style={{ width: `${(length * 100).toFixed(2)}%`, background: colour }}
    />
    <p className="text-small text-ink-3">{share === null ? UNKNOWN : percent(share)}</p>
  </div>
);

/** What the calls of a run add up to for each agent and model, dearest first. */
export function partsOf(calls: readonly Part[]): Part[] {
  const groups = Map.groupBy(calls, ({ agent, model }) => JSON.stringify([agent, model]));
  return [...groups.values()]
    .flatMap(([first, ...rest]) =>
      first
        ? [{ ...first, cost_usd: rest.reduce((sum, { cost_usd }) => sum + cost_usd, first.cost_usd) }]
        : [],
    )
    .sort((a, b) => b.cost_usd - a.cost_usd);
}
