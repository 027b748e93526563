import { TimeChart } from "@/components/charts/time-chart";
import { unitOf } from "@/lib/client/buckets";
import { providerColours, providerName } from "@/lib/client/colours";
import { address } from "@/lib/client/fetched";
import { compact } from "@/lib/client/format";
import { added, stacked } from "@/lib/client/series";
import type { RangeParameters } from "@/lib/client/view";
import type { UsageReply } from "@/lib/contract/usage";
import { count, percent } from "@/lib/domain/format";
import { unreported } from "./tile-notes";

/** Tokens per bucket, stacked by who was paid for them. */
export function TokensChart({ range, usage }: { range: RangeParameters; usage: UsageReply }) {
  const { keys, slots, values, totals } = stacked(usage, "total_tokens");
  const colours = providerColours(keys);
  const series = keys.map((key, index) => ({
    name: providerName(key),
    colour: colours[index] ?? "",
    total: compact(totals[index] ?? null),
  }));
  return (
    <TimeChart
      title="Tokens by provider"
      unit={`per ${unitOf(usage)}`}
      summary={sentence(usage, providerName(keys[0] ?? ""), totals)}
      kind="bars"
      plot={{ slots, series, values }}
      reading={{ tick: compact, exact: count }}
      csv={address("/api/usage", { ...range, by: "provider", format: "csv" })}
      height={220}
    />
  );
}

function sentence({ totals: rows }: UsageReply, largest: string, totals: readonly (number | null)[]): string {
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  const silent = unreported(
    calls,
    rows.reduce((sum, row) => sum + row.reported_calls, 0),
  );
  const total = added(totals);
  const share = total === null || total === 0 ? null : (totals[0] ?? 0) / total;
  const said = share === null ? [] : [`${largest} ${percent(share, 0)} of ${compact(total)}`];
  return [...said, ...(silent === null ? [] : [silent])].join("; ");
}
