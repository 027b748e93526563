import { TimeChart } from "@/components/charts/time-chart";
import { unitOf } from "@/lib/client/buckets";
import { address } from "@/lib/client/fetched";
import { compact, moneyExact, moneyTick } from "@/lib/client/format";
import { added, OTHER, type Stacked, stacked } from "@/lib/client/series";
import type { RangeParameters } from "@/lib/client/view";
import type { UsageReply } from "@/lib/contract/usage";
import { change, count, money, moneyAtLeast, percent } from "@/lib/domain/format";
import { coloursOf, labelOf } from "./grouping";

interface Props {
  range: RangeParameters;
  usage: UsageReply;
  before: UsageReply | null;
}

/** Dollars and tokens over time, split the same way and in the same colours. What has no figure at all is left out. */
export function UsageCharts({ range, usage, before }: Props) {
  const cost = stacked(usage, "cost_usd");
  const tokens = stacked(usage, "total_tokens");
  const colours = coloursOf(usage.by, cost.keys, tokens.keys);
  const csv = address("/api/usage", { ...range, by: usage.by, format: "csv" });
  const priced = usage.totals.every((row) => row.unpriced_calls === 0);
  const common = { kind: "bars", csv, height: 230 } as const;
  return (
    <div className="grid gap-3 lg:grid-cols-[repeat(auto-fit,minmax(340px,1fr))] print:grid-cols-2 print:gap-2">
      {cost.totals.some((total) => total !== 0) && (
        <TimeChart
          {...common}
          key={`cost by ${usage.by}`}
          title={`Cost by ${usage.by}`}
          unit={`US $ per ${unitOf(usage)}`}
          summary={sentence(
            usage,
            cost,
            (sum) => moneyAtLeast(sum, priced),
            money,
            before && stacked(before, "cost_usd"),
          )}
          plot={plotOf(usage, cost, colours, money)}
          reading={{ tick: moneyTick, exact: moneyExact }}
        />
      )}
      {tokens.keys.length > 0 && (
        <TimeChart
          {...common}
          key={`tokens by ${usage.by}`}
          title={`Tokens by ${usage.by}`}
          unit={`per ${unitOf(usage)}`}
          summary={sentence(usage, tokens, compact, compact, before && stacked(before, "total_tokens"))}
          plot={plotOf(usage, tokens, colours, compact)}
          reading={{ tick: compact, exact: count }}
        />
      )}
    </div>
  );
}

type Words = (value: number | null) => string;

function plotOf({ by }: UsageReply, shown: Stacked, colours: ReadonlyMap<string, string>, words: Words) {
  const series = shown.keys.map((key, index) => ({
    name: key === OTHER ? OTHER : labelOf(by, key),
    colour: colours.get(key) ?? "",
    total: words(shown.totals[index] ?? null),
  }));
  return { slots: shown.slots, series, values: shown.values };
}

/** `$214.60 in all, +4 % from $206.40; OpenAI 62 %`. */
function sentence(
  { by }: UsageReply,
  shown: Stacked,
  sum: Words,
  words: Words,
  before: Stacked | null,
): string {
  const total = added(shown.totals);
  const then = before && added(before.totals);
  const difference = change(total, then);
  const [largest = ""] = shown.keys;
  const share = total === null || total === 0 ? null : (shown.totals[0] ?? 0) / total;
  const said = [`${sum(total)} in all${difference === null ? "" : `, ${difference} from ${words(then)}`}`];
  if (share !== null && shown.keys.length > 1) said.push(`${labelOf(by, largest)} ${percent(share, 0)}`);
  return said.join("; ");
}
