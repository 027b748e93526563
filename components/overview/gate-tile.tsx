import { StatTile } from "@/components/stat-tile";
import { qualitySlots } from "@/lib/client/quality-slots";
import { basis, gateStanding, partOf, rated } from "@/lib/client/rates";
import type { QualityReply } from "@/lib/contract/quality";
import type { Figures } from "@/lib/contract/summary";
import { percent, points, UNKNOWN } from "@/lib/domain/format";
import { intervalOfFew } from "@/lib/domain/interval";
import { GATE_PASS_RATE } from "@/lib/domain/targets";

interface Props {
  summary: Figures;
  quality: QualityReply | undefined;
  before: Figures | null;
}

/** Which share of the editor's gates passed, and how that stands to its goal. */
export function GateTile({ summary, quality, before }: Props) {
  const { gate_pass_rate: rate, samples } = summary;
  const label = "Gate pass rate";
  if (rate === null)
    return (
      <StatTile
        label={label}
        figure={UNKNOWN}
        exact="not known"
        notes={[`goal ${percent(GATE_PASS_RATE.goal, 0)}`, "agent_metrics.json tells it"]}
      />
    );
  const evaluated = samples.gate_pass_rate;
  const passed = Math.round(rate * evaluated);
  const interval = intervalOfFew(passed, evaluated);
  const difference = points(rate, before?.gate_pass_rate ?? null);
  return (
    <StatTile
      label={label}
      figure={rated(rate, evaluated)}
      exact={percent(rate, 4)}
      delta={
        difference === null ? null : { difference, to: `from ${percent(before?.gate_pass_rate ?? null)}` }
      }
      notes={[
        gateStanding(rate),
        interval === null ? partOf(passed, evaluated, "gate") : basis(interval, evaluated),
      ]}
      values={quality && qualitySlots(quality).map(({ gates }) => gates.editor.rate)}
    />
  );
}
