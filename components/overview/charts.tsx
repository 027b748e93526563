import { trendSlots } from "@/lib/client/trend-slots";
import type { RangeParameters } from "@/lib/client/view";
import type { SummaryReply } from "@/lib/contract/summary";
import type { TrendsReply } from "@/lib/contract/trends";
import type { UsageReply } from "@/lib/contract/usage";
import { ArticleTimeChart } from "./article-time-chart";
import { CostPerArticleChart } from "./cost-per-article-chart";
import { RoiChart } from "./roi-chart";
import { SpendChart } from "./spend-chart";
import { TokensChart } from "./tokens-chart";

interface Props {
  range: RangeParameters;
  summary: SummaryReply;
  trends: TrendsReply;
  usage: UsageReply;
}

/** Two wide charts and up to three small ones. What has no figure at all is left out: no dead boxes. */
export function Charts({ range, summary, trends, usage }: Props) {
  const slots = trendSlots(trends);
  const trend = { range, summary, slots, covered: trends };
  return (
    <>
      <div className="grid gap-3 lg:grid-cols-[repeat(auto-fit,minmax(340px,1fr))] print:grid-cols-2 print:gap-2">
        {summary.tokens.total !== null && <TokensChart range={range} usage={usage} />}
        {summary.articles > 0 && <CostPerArticleChart {...trend} />}
      </div>
      <div className="grid gap-3 lg:grid-cols-[repeat(auto-fit,minmax(230px,1fr))] print:grid-cols-3 print:gap-2">
        {summary.roi_multiplier !== null && <RoiChart {...trend} />}
        {summary.article_time_s.p50 !== null && <ArticleTimeChart {...trend} />}
        <SpendChart {...trend} />
      </div>
    </>
  );
}
