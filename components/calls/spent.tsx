import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { providerColours } from "@/lib/client/colours";
import { moneyExact } from "@/lib/client/format";
import type { Call } from "@/lib/contract/executions";
import { moneyAtLeast, percent, UNKNOWN } from "@/lib/domain/format";
import { MadeBy } from "./made-by";

/** What one agent spent with one model. */
export type Part = Pick<Call, "agent" | "model" | "provider" | "cost_usd">;

interface Props {
  /** Dearest first. */
  parts: readonly Part[];
  /** Says which parts are lower bounds. */
  calls: readonly Call[];
  remark?: string | undefined;
}

/** Who spent what with which model: a bar and its figures. */
export const Spent = ({ parts, calls, remark }: Props) => (
  <Card title="Cost by agent and model" unit={parts.length > 1 ? "dearest first" : ""}>
    {remark && <p className="mb-1 max-w-[90ch] text-small text-ink-3">{remark}</p>}
    <DataTable
      caption="What each agent spent with each model"
      rows={rowsOf(parts, calls)}
      rowKey={nameOf}
      columns={[
        {
          key: "agent",
          title: "Agent, model",
          cell: (row) => (
            <div className="max-w-96 min-w-24">
              <MadeBy {...row} />
            </div>
          ),
        },
        { key: "share", title: "Share of the cost", cell: Bar },
        { key: "cost", title: "Cost", numeric: true, cell: Cost },
      ]}
    />
  </Card>
);

const nameOf = ({ agent, model }: Part): string => JSON.stringify([agent, model]);

function rowsOf(parts: readonly Part[], calls: readonly Call[]) {
  const total = parts.reduce((sum, { cost_usd }) => sum + cost_usd, 0);
  const most = parts.reduce((largest, { cost_usd }) => Math.max(largest, cost_usd), 0);
  const unpriced = new Set(calls.filter(({ cost_origin }) => cost_origin === "unpriced").map(nameOf));
  const providers = [...new Set(parts.map(({ provider }) => provider))];
  const colours = providerColours(providers);
  return parts.map((part) => ({
    ...part,
    priced: !unpriced.has(nameOf(part)),
    share: part.cost_usd === 0 ? null : part.cost_usd / total,
    length: most === 0 ? 0 : part.cost_usd / most,
    colour: colours[providers.indexOf(part.provider)] ?? "",
  }));
}

type Row = ReturnType<typeof rowsOf>[number];

const Bar = ({ share, length, colour }: Row) => (
  <div className="min-w-20 md:min-w-72 lg:min-w-96">
    {share !== null && (
      <div
        aria-hidden="true"
        className="h-2 min-w-0.5 rounded-[3px]"
        style={{ width: `${(length * 100).toFixed(2)}%`, background: colour }}
      />
    )}
    <p className="text-small text-ink-3">{share === null ? UNKNOWN : percent(share)}</p>
  </div>
);

const Cost = ({ cost_usd, priced }: Row) => (
  <>
    <p title={moneyExact(cost_usd)}>{moneyAtLeast(cost_usd, priced)}</p>
    {!priced && <p className="text-small text-ink-3">no price</p>}
  </>
);

/** What the calls of a run add up to for each agent and model, dearest first. */
export const partsOf = (calls: readonly Part[]): Part[] =>
  [...Map.groupBy(calls, nameOf).values()]
    .flatMap(([first, ...rest]) =>
      first
        ? [{ ...first, cost_usd: rest.reduce((sum, { cost_usd }) => sum + cost_usd, first.cost_usd) }]
        : [],
    )
    .sort((a, b) => b.cost_usd - a.cost_usd);
