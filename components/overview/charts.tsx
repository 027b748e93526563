import { LatencyChart } from "@/components/health/latency-chart";
import { GatePassRateChart } from "@/components/quality/gate-pass-rate-chart";
import { trendSlots } from "@/lib/client/trend-slots";
import type { RangeParameters } from "@/lib/client/view";
import type { LatencyReply } from "@/lib/contract/latency";
import type { QualityReply } from "@/lib/contract/quality";
import type { SummaryReply } from "@/lib/contract/summary";
import type { TrendsReply } from "@/lib/contract/trends";
import type { UsageReply } from "@/lib/contract/usage";
import { ArticleTimeChart } from "./article-time-chart";
import { CostPerArticleChart } from "./cost-per-article-chart";
import { ran } from "./recorded";
import { RoiChart } from "./roi-chart";
import { SpendChart } from "./spend-chart";
import { TokensChart } from "./tokens-chart";

interface Props {
  range: RangeParameters;
  summary: SummaryReply;
  trends: TrendsReply;
  usage: UsageReply;
  quality: QualityReply | undefined;
  latency: LatencyReply | undefined;
}

/** Two wide charts, and small ones three in a row. What has no figure at all is left out: no dead boxes. */
export function Charts({ range, summary, trends, usage, quality, latency }: Props) {
  const slots = trendSlots(trends);
  const trend = { range, summary, slots, covered: trends };
  const small = [
    summary.roi_multiplier !== null && <RoiChart key="roi" {...trend} />,
    latency && latency.total.count > 0 && (
      <LatencyChart key="rag" range={range} reply={latency} height={200} />
    ),
    quality && quality.gate_pass_rate !== null && (
      <GatePassRateChart key="gates" range={range} quality={quality} lines="two" />
    ),
    summary.article_time_s.p50 !== null && <ArticleTimeChart key="time" {...trend} />,
  ].filter((chart) => chart !== false && chart !== undefined);
  // Spend has a tile, and a page: it is drawn here only where a row has room for it.
  if (ran(summary) && small.length % 3 !== 0) small.push(<SpendChart key="spend" {...trend} />);
  return (
    <>
      {ran(summary) && (
        <div className="grid gap-3 lg:grid-cols-[repeat(auto-fit,minmax(340px,1fr))] print:grid-cols-2 print:gap-2">
          {summary.tokens.total !== null && <TokensChart range={range} usage={usage} />}
          {summary.articles > 0 && <CostPerArticleChart {...trend} />}
        </div>
      )}
      {inRows(small).map((row) => (
        <div
          key={row[0]?.key}
          className="grid gap-3 lg:grid-cols-[repeat(auto-fit,minmax(230px,1fr))] print:grid-cols-3 print:gap-2"
        >
          {row}
        </div>
      ))}
    </>
  );
}

/** At most three in a row. */
const inRows = <Chart,>(charts: readonly Chart[]): Chart[][] =>
  charts.length === 0 ? [] : [charts.slice(0, 3), ...inRows(charts.slice(3))];
