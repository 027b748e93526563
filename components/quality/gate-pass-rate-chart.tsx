import type { Reading, Threshold } from "@/components/charts/plot-data";
import { TimeChart } from "@/components/charts/time-chart";
import { unitOf } from "@/lib/client/buckets";
import { address } from "@/lib/client/fetched";
import { qualitySlots } from "@/lib/client/quality-slots";
import { partOf, rated } from "@/lib/client/rates";
import type { RangeParameters } from "@/lib/client/view";
import type { QualityReply } from "@/lib/contract/quality";
import { counted, percent } from "@/lib/domain/format";
import { GATE_PASS_RATE } from "@/lib/domain/targets";

/** Shares of one as percentages. */
export const SHARES: Reading = {
  tick: (share) => percent(share, 0),
  exact: (share) => percent(share),
};

export const qualityCsv = (range: RangeParameters): string =>
  address("/api/quality", { ...range, format: "csv" });

const FLOORS = [0.6, 0.4, 0.2] as const;

/** Where the axis of shares begins: none of them is ever left out. */
export function floorOf(shares: readonly (number | null)[]): number {
  const lowest = Math.min(...shares.filter((share) => share !== null));
  return FLOORS.find((floor) => lowest >= floor) ?? 0;
}

const { goal, review, rollback } = GATE_PASS_RATE;
const LINES: Record<"all" | "two", readonly Threshold[]> = {
  two: [
    { value: goal, name: "goal" },
    { value: review, name: "review" },
  ],
  all: [
    { value: goal, name: "goal" },
    { value: review, name: "review" },
    { value: rollback, name: "rollback" },
  ],
};

interface Props {
  range: RangeParameters;
  quality: QualityReply;
  /** Which of the lines it is held to are drawn. */
  lines: keyof typeof LINES;
  height?: number;
}

/** Which share of the editor's gates passed, against what is aimed at. */
export function GatePassRateChart({ range, quality, lines, height = 200 }: Props) {
  const slots = qualitySlots(quality);
  const { gate_pass_rate: rate, samples } = quality;
  const passed = slots.reduce((sum, slot) => sum + slot.gates.editor.passed, 0);
  return (
    <TimeChart
      title="Gate pass rate"
      unit={`editor, per ${unitOf(quality)}`}
      summary={`${partOf(passed, samples.gate_pass_rate, "gate")} of ${counted(samples.gate_runs, "run")}`}
      kind="lines"
      plot={{
        slots,
        series: [{ name: "passed", colour: "var(--accent)", total: rated(rate, samples.gate_pass_rate) }],
        values: slots.map(({ gates }) => [gates.editor.rate]),
        remarks: slots.map(({ gates }) => partOf(gates.editor.passed, gates.editor.checked, "gate")),
      }}
      reading={SHARES}
      thresholds={LINES[lines]}
      floor={floorOf(slots.map(({ gates }) => gates.editor.rate))}
      csv={qualityCsv(range)}
      height={height}
    />
  );
}
