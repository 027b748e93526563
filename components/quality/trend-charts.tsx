import type { PlotData } from "@/components/charts/plot-data";
import { TimeChart } from "@/components/charts/time-chart";
import { unitOf } from "@/lib/client/buckets";
import { seriesColours } from "@/lib/client/colours";
import { sampled } from "@/lib/client/format";
import { qualitySlots, telling } from "@/lib/client/quality-slots";
import { partOf } from "@/lib/client/rates";
import type { RangeParameters } from "@/lib/client/view";
import type { QualityReply } from "@/lib/contract/quality";
import { counted, percent } from "@/lib/domain/format";
import { EVERY_ONE } from "@/lib/domain/targets";
import { floorOf, GatePassRateChart, qualityCsv, SHARES } from "./gate-pass-rate-chart";
import { CHECKS, OTHER_CHECKS, SCORE_SOURCES, SCORES } from "./names";

interface Props {
  range: RangeParameters;
  quality: QualityReply;
}

/** How quality went. What was never checked is left out: no dead boxes. */
export function TrendCharts({ range, quality }: Props) {
  const { article_costs, article_evals } = quality.samples.editorial_score;
  const others = quality.gates.some(({ name, passed, failed }) => name !== "editor" && passed + failed > 0);
  return (
    <div className="grid gap-3 lg:grid-cols-[repeat(auto-fit,minmax(340px,1fr))] print:grid-cols-2 print:gap-2">
      {quality.gate_pass_rate !== null && (
        <GatePassRateChart range={range} quality={quality} lines="all" height={220} />
      )}
      {others && <ChecksChart range={range} quality={quality} />}
      {article_costs + article_evals > 0 && <ScoresChart range={range} quality={quality} />}
    </div>
  );
}

function ChecksChart({ range, quality }: Props) {
  const shown = OTHER_CHECKS.flatMap((name) =>
    quality.gates
      .filter((gate) => gate.name === name && gate.pass_rate !== null)
      .map((gate) => ({ ...gate, name })),
  );
  const unit = telling(quality, Math.max(...shown.map(({ passed, failed }) => passed + failed)));
  const slots = qualitySlots(quality, unit);
  const colours = seriesColours(shown.map(({ name }) => name));
  const plot: PlotData = {
    slots,
    series: shown.map(({ name, pass_rate }, index) => ({
      name: CHECKS[name].name,
      colour: colours[index] ?? "",
      total: percent(pass_rate, 0),
    })),
    values: slots.map(({ gates }) => shown.map(({ name }) => gates[name].rate)),
    remarks: slots.map(({ gates }) =>
      basisOf(shown.map(({ name }) => [gates[name].checked, CHECKS[name].one])),
    ),
  };
  return (
    <TimeChart
      title="Other checks"
      unit={`passed, per ${unit}`}
      summary={shown
        .map(({ name, passed, failed }) => partOf(passed, passed + failed, CHECKS[name].one))
        .join(", ")}
      kind="lines"
      plot={plot}
      reading={SHARES}
      floor={floorOf(plot.values.flat())}
      thresholds={[{ value: EVERY_ONE, name: "target" }]}
      csv={qualityCsv(range)}
      height={220}
    />
  );
}

function ScoresChart({ range, quality }: Props) {
  const slots = qualitySlots(quality);
  const shown = SCORE_SOURCES.filter((source) => quality.editorial_score[source] !== null);
  const values = slots.map(({ scores }) => shown.map((source) => shareOf(scores[source].mean)));
  const colours = { article_costs: "var(--accent)", article_evals: "var(--ink-2)" };
  return (
    <TimeChart
      title="Editorial scores"
      unit={`%, mean per ${unitOf(quality)}`}
      summary={`${shown.length > 1 ? "Two sources that measure differently, kept apart: mean" : "Mean"} of ${shown
        .map((source) => counted(quality.samples.editorial_score[source], SCORES[source].one))
        .join(", ")}`}
      kind="lines"
      plot={{
        slots,
        series: shown.map((source) => ({
          name: SCORES[source].name,
          colour: colours[source],
          total: percent(shareOf(quality.editorial_score[source])),
        })),
        values,
        remarks: slots.map(({ scores }) =>
          basisOf(shown.map((source) => [scores[source].samples, SCORES[source].one])),
        ),
      }}
      reading={SHARES}
      floor={floorOf(values.flat())}
      csv={qualityCsv(range)}
      height={220}
    />
  );
}

/** A score of 0 to 100 as a share. */
const shareOf = (score: number | null): number | null => (score === null ? null : score / 100);

/** What a slot's figures stand on: `2 drafts, 1 run`. */
const basisOf = (parts: readonly [number, string][]): string =>
  parts
    .filter(([samples]) => samples > 0)
    .map(([samples, one]) => counted(samples, one))
    .join(", ") || sampled(0);
