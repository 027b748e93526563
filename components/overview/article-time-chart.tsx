import { TimeChart } from "@/components/charts/time-chart";
import { sampled } from "@/lib/client/format";
import type { TrendSlot } from "@/lib/client/trend-slots";
import { seconds } from "@/lib/domain/format";
import { type TrendProps, trendsCsv } from "./trend-props";

const BAND_MIN = [5, 10] as const;

/** How long articles take, in minutes, against the band they are expected in. */
export function ArticleTimeChart({ range, summary, slots }: TrendProps) {
  const { p50, p95 } = summary.article_time_s;
  const tail = slots.some((slot) => slot.articleSecondsP95 !== null);
  const series = [{ name: "p50", colour: "var(--accent)", total: seconds(p50) }];
  if (tail) series.push({ name: "p95", colour: "var(--ink-2)", total: seconds(p95) });
  return (
    <TimeChart
      title="Article time"
      unit="minutes"
      summary={`Half within ${seconds(p50)}; ${p95 === null ? "too few for a p95" : `95 % within ${seconds(p95)}`}; ${sampled(summary.samples.article_time_s)}`}
      kind="lines"
      plot={{
        slots,
        series,
        values: slots.map((slot) =>
          tail
            ? [minutes(slot.articleSecondsP50), minutes(slot.articleSecondsP95)]
            : [minutes(slot.articleSecondsP50)],
        ),
        remarks: slots.map(remark),
      }}
      reading={{
        tick: (value) => `${Number(value.toFixed(2))}`,
        exact: (value) => seconds(value === null ? null : value * 60),
      }}
      band={{ name: "expected 5 – 10 min", between: BAND_MIN }}
      csv={trendsCsv(range)}
    />
  );
}

const minutes = (value: number | null): number | null => (value === null ? null : value / 60);

const remark = ({ timedArticles }: TrendSlot): string =>
  timedArticles < 20 ? `${sampled(timedArticles)}; a p95 needs 20` : sampled(timedArticles);
