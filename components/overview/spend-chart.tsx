import { TimeChart } from "@/components/charts/time-chart";
import { type Slot, type Unit, unitOf } from "@/lib/client/buckets";
import { moneyExact, moneyTick } from "@/lib/client/format";
import { money, moneyAtLeast } from "@/lib/domain/format";
import { type TrendProps, trendsCsv } from "./trend-props";

/** Dollars per bucket, whoever they went to. */
export function SpendChart({ range, summary, slots, covered }: TrendProps) {
  const unit = unitOf(covered);
  const most = slots.reduce<(typeof slots)[number] | null>(
    (best, slot) => ((slot.costUsd ?? 0) > (best?.costUsd ?? 0) ? slot : best),
    null,
  );
  const total = moneyAtLeast(summary.cost_usd, summary.unpriced_models.length === 0);
  return (
    <TimeChart
      title={`Spend per ${unit}`}
      unit="US $"
      summary={
        most === null
          ? `${total} in all`
          : `${total} in all; most, ${money(most.costUsd)}, ${when(most, unit)}`
      }
      kind="bars"
      plot={{
        slots,
        series: [{ name: "spend", colour: "var(--accent)", total }],
        values: slots.map((slot) => [slot.costUsd]),
      }}
      reading={{ tick: moneyTick, exact: moneyExact }}
      csv={trendsCsv(range)}
    />
  );
}

function when({ label, title }: Slot, unit: Unit): string {
  if (unit === "day") return `on ${title}`;
  if (unit === "hour") return `in the hour of ${title}`;
  return unit === "week" ? `in the week of ${label}` : `in ${title}`;
}
