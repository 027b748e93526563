import { TimeChart } from "@/components/charts/time-chart";
import { multiplierTick, sampled } from "@/lib/client/format";
import { count, counted, multiplier } from "@/lib/domain/format";
import { ROI_TARGET } from "./tile-notes";
import { type TrendProps, trendsCsv } from "./trend-props";

/** Dollars of human work that one dollar of agent work replaced. */
export function RoiChart({ range, summary, slots }: TrendProps) {
  const { roi_multiplier: roi, samples } = summary;
  return (
    <TimeChart
      title="ROI multiplier"
      unit="human cost ÷ agent cost"
      summary={`${multiplier(roi)} over ${count(samples.roi_multiplier)} of ${counted(samples.runs, "run")}`}
      kind="lines"
      plot={{
        slots,
        series: [{ name: "ratio of sums", colour: "var(--accent)", total: multiplier(roi) }],
        values: slots.map((slot) => [slot.roiMultiplier]),
        remarks: slots.map((slot) => sampled(slot.roiRuns)),
      }}
      reading={{ tick: multiplierTick, exact: multiplier }}
      thresholds={[{ value: ROI_TARGET, name: "target" }]}
      csv={trendsCsv(range)}
    />
  );
}
