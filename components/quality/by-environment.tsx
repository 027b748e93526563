import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { EnvironmentMark } from "@/components/environment-mark";
import { Unknown } from "@/components/lists/cells";
import { sampled } from "@/lib/client/format";
import { basis, rated } from "@/lib/client/rates";
import type { QualityReply } from "@/lib/contract/quality";
import { percent } from "@/lib/domain/format";
import { CHECKS, SCORE_SOURCES, SCORES } from "./names";

interface Props {
  blue: QualityReply;
  green: QualityReply;
}

interface Figure {
  name: string;
  of: (quality: QualityReply) => { rate: number | null; shown: string; basis: string };
}

/** What both environments deliver, side by side. Says nothing of which is better: that takes more than two rates. */
export function ByEnvironment({ blue, green }: Props) {
  const rows = figures(blue).filter(({ of }) => of(blue).rate !== null || of(green).rate !== null);
  return (
    <Card title="By environment" unit="over the same time">
      <DataTable
        caption="Quality of blue and green, side by side"
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          { key: "figure", title: "Figure", cell: ({ name }) => name },
          {
            key: "blue",
            title: <EnvironmentMark environment="blue" />,
            numeric: true,
            cell: ({ of }) => <Value {...of(blue)} />,
          },
          {
            key: "green",
            title: <EnvironmentMark environment="green" />,
            numeric: true,
            cell: ({ of }) => <Value {...of(green)} />,
          },
        ]}
      />
    </Card>
  );
}

const Value = ({ rate, shown, basis: said }: ReturnType<Figure["of"]>) =>
  rate === null ? (
    <Unknown reason="nothing of it was checked here" />
  ) : (
    <>
      <span title={percent(rate, 4)}>{shown}</span>
      <span className="block text-small text-ink-3">{said}</span>
    </>
  );

function figures({ gates }: QualityReply): Figure[] {
  return [
    ...gates.map(({ name }) => ({
      name: CHECKS[name].name,
      of: (quality: QualityReply) => {
        const gate = quality.gates.find((one) => one.name === name);
        const samples = (gate?.passed ?? 0) + (gate?.failed ?? 0);
        return said(gate?.pass_rate ?? null, gate?.interval ?? null, samples);
      },
    })),
    {
      name: "First-pass yield",
      of: ({ first_pass_yield, intervals, samples }) =>
        said(first_pass_yield, intervals.first_pass_yield, samples.first_pass_yield),
    },
    ...SCORE_SOURCES.map((source) => ({
      name: SCORES[source].name,
      of: ({ editorial_score, samples }: QualityReply) => {
        const score = editorial_score[source];
        const rate = score === null ? null : score / 100;
        return { rate, shown: percent(rate), basis: sampled(samples.editorial_score[source]) };
      },
    })),
  ];
}

const said = (rate: number | null, interval: Parameters<typeof basis>[0], samples: number) => ({
  rate,
  shown: rated(rate, samples),
  basis: basis(interval, samples),
});
