import type { PlotData } from "@/components/charts/plot-data";
import { TimeChart } from "@/components/charts/time-chart";
import { unitOf } from "@/lib/client/buckets";
import { seriesColours } from "@/lib/client/colours";
import { counted, percent, sampled } from "@/lib/client/format";
import { type QualitySlot, qualitySlots } from "@/lib/client/quality-slots";
import { partOf } from "@/lib/client/rates";
import type { RangeParameters } from "@/lib/client/view";
import type { QualityReply } from "@/lib/contract/quality";
import { EVERY_ONE } from "@/lib/domain/targets";
import { GatePassRateChart, qualityCsv, SHARES } from "./gate-pass-rate-chart";
import { CHECKS, OTHER_CHECKS, SCORE_SOURCES, SCORES } from "./names";

interface Props {
  range: RangeParameters;
  quality: QualityReply;
}

interface PartProps extends Props {
  slots: readonly QualitySlot[];
}

/** How quality went. What was never checked is left out: no dead boxes. */
export function TrendCharts({ range, quality }: Props) {
  const slots = qualitySlots(quality);
  const { article_costs, article_evals } = quality.samples.editorial_score;
  const others = quality.gates.some(({ name, passed, failed }) => name !== "editor" && passed + failed > 0);
  return (
    <div className="grid gap-3 lg:grid-cols-[repeat(auto-fit,minmax(340px,1fr))] print:grid-cols-2 print:gap-2">
      {quality.gate_pass_rate !== null && (
        <GatePassRateChart range={range} quality={quality} lines="all" height={220} />
      )}
      {others && <ChecksChart range={range} quality={quality} slots={slots} />}
      {article_costs + article_evals > 0 && <ScoresChart range={range} quality={quality} slots={slots} />}
    </div>
  );
}

function ChecksChart({ range, quality, slots }: PartProps) {
  const shown = OTHER_CHECKS.flatMap((name) =>
    quality.gates
      .filter((gate) => gate.name === name && gate.pass_rate !== null)
      .map((gate) => ({ ...gate, name })),
  );
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
      unit={`passed, per ${unitOf(quality)}`}
      summary={shown
        .map(({ name, passed, failed }) => partOf(passed, passed + failed, CHECKS[name].one))
        .join(", ")}
      kind="lines"
      plot={plot}
      reading={SHARES}
      thresholds={[{ value: EVERY_ONE, name: "target" }]}
      csv={qualityCsv(range)}
      height={220}
    />
  );
}

function ScoresChart({ range, quality, slots }: PartProps) {
  const shown = SCORE_SOURCES.filter((source) => quality.editorial_score[source] !== null);
  const colours = { article_costs: "var(--ink-3)", article_evals: "var(--accent)" };
  return (
    <TimeChart
      title="Editorial scores"
      unit={`%, mean per ${unitOf(quality)}`}
      summary={`Two sources that measure differently, kept apart: ${shown
        .map((source) => counted(quality.samples.editorial_score[source], SCORES[source].one))
        .join(", ")}`}
      kind="lines"
      plot={{
        slots,
        series: shown.map((source) => ({
          name: SCORES[source].name,
          colour: colours[source],
          total: percent((quality.editorial_score[source] ?? 0) / 100),
        })),
        values: slots.map(({ scores }) =>
          shown.map((source) => {
            const { mean } = scores[source];
            return mean === null ? null : mean / 100;
          }),
        ),
        remarks: slots.map(({ scores }) =>
          basisOf(shown.map((source) => [scores[source].samples, SCORES[source].one])),
        ),
      }}
      reading={SHARES}
      csv={qualityCsv(range)}
      height={220}
    />
  );
}

/** What a slot's figures stand on: `2 drafts, 1 run`. */
const basisOf = (parts: readonly [number, string][]): string =>
  parts
    .filter(([samples]) => samples > 0)
    .map(([samples, one]) => counted(samples, one))
    .join(", ") || sampled(0);
