import { StatTile } from "@/components/stat-tile";
import { sampled } from "@/lib/client/format";
import { type QualitySlot, qualitySlots, type ScoreSource } from "@/lib/client/quality-slots";
import { basis, checkStanding, gateStanding, partOf, rated } from "@/lib/client/rates";
import type { QualityReply } from "@/lib/contract/quality";
import { counted, fixed, percent, points, UNKNOWN } from "@/lib/domain/format";
import { CHECKS, OTHER_CHECKS, SCORE_SOURCES, SCORES } from "./names";

interface Props {
  quality: QualityReply;
  /** The period before; null where nothing is compared. */
  before: QualityReply | null;
}

/** What passed, of everything that was checked, and how that stands to what it is held to. */
export function Tiles({ quality, before }: Props) {
  const slots = qualitySlots(quality);
  const { samples, intervals, first_pass_yield: firstPass } = quality;
  const passed = quality.series.reduce((sum, row) => sum + row.yield_passed, 0);
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4 print:grid-cols-4 print:gap-2">
      <Gates quality={quality} before={before} slots={slots} />
      <RateTile
        label="First-pass yield"
        rate={firstPass}
        before={before?.first_pass_yield}
        samples={samples.first_pass_yield}
        notes={[
          `${partOf(passed, samples.first_pass_yield, "run")} without a second try`,
          ...few(intervals.first_pass_yield, samples.first_pass_yield),
        ]}
        none="agent_metrics.json tells it: gates_failed and regenerations"
        values={slots.map(({ yieldRate }) => yieldRate)}
      />
      {OTHER_CHECKS.map((gate) => {
        const now = gateOf(quality, gate);
        return (
          <RateTile
            key={gate}
            label={CHECKS[gate].name}
            rate={now.rate}
            before={before && gateOf(before, gate).rate}
            samples={now.checked}
            notes={[
              checkStanding(now.rate ?? 0),
              partOf(now.passed, now.checked, CHECKS[gate].one),
              ...few(now.interval, now.checked),
            ]}
            none={CHECKS[gate].told}
            values={slots.map(({ gates }) => gates[gate].rate)}
          />
        );
      })}
      {SCORE_SOURCES.map((source) => (
        <Score key={source} source={source} quality={quality} before={before} slots={slots} />
      ))}
    </div>
  );
}

function gateOf({ gates }: QualityReply, name: string) {
  const gate = gates.find((one) => one.name === name);
  const { passed, failed } = gate ?? { passed: 0, failed: 0 };
  return {
    passed,
    checked: passed + failed,
    rate: gate?.pass_rate ?? null,
    interval: gate?.interval ?? null,
  };
}

/** Of so few the range is said, too; of more, their number stands in the line before already. */
const few = (interval: Parameters<typeof basis>[0], samples: number): string[] =>
  interval === null ? [] : [basis(interval, samples)];

interface PartProps extends Props {
  slots: readonly QualitySlot[];
}

function Gates({ quality, before, slots }: PartProps) {
  const { passed, checked, rate, interval } = gateOf(quality, "editor");
  return (
    <RateTile
      label="Gate pass rate"
      rate={rate}
      before={before?.gate_pass_rate}
      samples={checked}
      notes={[
        gateStanding(rate ?? 0),
        `${partOf(passed, checked, "gate")}, ${counted(quality.samples.gate_runs, "run")}`,
        ...few(interval, checked),
      ]}
      none={CHECKS.editor.told}
      values={slots.map(({ gates }) => gates.editor.rate)}
    />
  );
}

interface RateProps {
  label: string;
  rate: number | null;
  before: number | null | undefined;
  samples: number;
  notes: readonly string[];
  /** What would tell it, where nothing does. */
  none: string;
  values: readonly (number | null)[];
}

function RateTile({ label, rate, before, samples, notes, none, values }: RateProps) {
  if (rate === null) return <StatTile label={label} figure={UNKNOWN} exact="not known" notes={[none]} />;
  const difference = points(rate, before ?? null);
  return (
    <StatTile
      label={label}
      figure={rated(rate, samples)}
      exact={`${percent(rate, 4)}; a range is a 95 % interval`}
      delta={difference === null ? null : { difference, to: `from ${percent(before ?? null)}` }}
      notes={notes}
      values={values}
    />
  );
}

function Score({ source, quality, before, slots }: PartProps & { source: ScoreSource }) {
  const score = quality.editorial_score[source];
  const { name, one, told } = SCORES[source];
  if (score === null) return <StatTile label={name} figure={UNKNOWN} exact="not known" notes={[told]} />;
  const then = before?.editorial_score[source] ?? null;
  const difference = points(score / 100, then === null ? null : then / 100);
  return (
    <StatTile
      label={name}
      figure={percent(score / 100)}
      exact={percent(score / 100, 4)}
      delta={then === null || difference === null ? null : { difference, to: `from ${fixed(then, 1)} %` }}
      notes={[`mean of ${one}s`, sampled(quality.samples.editorial_score[source])]}
      values={slots.map(({ scores }) => scores[source].mean)}
    />
  );
}
