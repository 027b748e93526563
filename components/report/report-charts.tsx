"use client";

import { useQuery } from "@tanstack/react-query";
import { CostPerArticleChart } from "@/components/overview/cost-per-article-chart";
import { RoiChart } from "@/components/overview/roi-chart";
import { GatePassRateChart } from "@/components/quality/gate-pass-rate-chart";
import { qualityQuery, summaryQuery, trendsQuery } from "@/lib/client/queries";
import { trendSlots } from "@/lib/client/trend-slots";
import type { RangeParameters } from "@/lib/client/view";

/** What an article cost, what it brought and how good it was, over the period. What has no figure at all is left out. */
export function ReportCharts({ range }: { range: RangeParameters }) {
  const { data: summary } = useQuery(summaryQuery(range));
  const { data: trends } = useQuery(trendsQuery(range));
  const { data: quality } = useQuery(qualityQuery(range));
  if (summary === undefined || trends === undefined) return null;
  const trend = { range, summary, slots: trendSlots(trends), covered: trends };
  const charts = [
    summary.articles > 0 && <CostPerArticleChart key="cost" {...trend} />,
    summary.roi_multiplier !== null && <RoiChart key="roi" {...trend} />,
    quality !== undefined && quality.gate_pass_rate !== null && (
      <GatePassRateChart key="gates" range={range} quality={quality} lines="two" />
    ),
  ].filter((chart) => chart !== false);
  if (charts.length === 0) return null;
  return (
    <div className="grid gap-3 lg:grid-cols-[repeat(auto-fit,minmax(230px,1fr))] print:grid-cols-3 print:gap-2">
      {charts}
    </div>
  );
}
