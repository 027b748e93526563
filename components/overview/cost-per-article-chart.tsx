import { TimeChart } from "@/components/charts/time-chart";
import { unitOf } from "@/lib/client/buckets";
import { moneyExact, moneyTick, sampled } from "@/lib/client/format";
import { counted, money } from "@/lib/domain/format";
import { type TrendProps, trendsCsv } from "./trend-props";

/** What an article cost by itself, and with everything else that was spent. */
export function CostPerArticleChart({ range, summary, slots, covered }: TrendProps) {
  const { articles, cost_per_article_usd: own, loaded_cost_per_article_usd: loaded } = summary;
  return (
    <TimeChart
      title="Cost per article"
      unit={`US $, mean per ${unitOf(covered)}`}
      summary={`${money(own)} over ${counted(articles, "article")}; loaded with all other spend ${money(loaded)}`}
      kind="lines"
      plot={{
        slots,
        series: [
          { name: "attributed", colour: "var(--accent)", total: money(own) },
          { name: "loaded", colour: "var(--ink-3)", total: money(loaded), quiet: true },
        ],
        values: slots.map((slot) => [slot.costPerArticleUsd, slot.loadedCostPerArticleUsd]),
        remarks: slots.map((slot) => sampled(slot.articles)),
      }}
      reading={{ tick: moneyTick, exact: moneyExact }}
      csv={trendsCsv(range)}
      height={220}
    />
  );
}
