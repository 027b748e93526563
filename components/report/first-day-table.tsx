import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { EnvironmentMark } from "@/components/environment-mark";
import { Unknown } from "@/components/lists/cells";
import { verdictOf } from "@/components/releases/comparison-words";
import { Tone } from "@/components/releases/tone";
import { FIRST_DAY, standsWords, targetWords } from "@/lib/client/first-day-words";
import { sampled } from "@/lib/client/format";
import type { FirstDayReply } from "@/lib/contract/first-day";
import { count } from "@/lib/domain/format";

type Figure = FirstDayReply["figures"][number];

/** Every key metric of the release against the other environment's week and against its target. */
export const FirstDayTable = ({ day }: { day: FirstDayReply }) => (
  <Card title="Key figures" unit="against the seven days before">
    <DataTable
      caption={`${day.environment} in its first 24 hours against ${day.control} in the seven days before`}
      rows={day.figures}
      rowKey={({ metric }) => metric}
      columns={[
        {
          key: "figure",
          title: "Figure",
          cell: (row) => (
            <>
              {FIRST_DAY[row.metric].name}
              <span className="block text-small sm:hidden">
                <Verdict row={row} />
              </span>
            </>
          ),
        },
        {
          key: "candidate",
          title: <EnvironmentMark environment={day.environment} />,
          numeric: true,
          cell: (row) => <Value row={row} side={row.candidate} />,
        },
        {
          key: "control",
          title: (
            <>
              <EnvironmentMark environment={day.control} />, 7 days
            </>
          ),
          numeric: true,
          cell: (row) => <Value row={row} side={row.control} mean={row.metric === "articles"} />,
        },
        {
          key: "target",
          title: "Target",
          numeric: true,
          from: "sm",
          cell: (row) => <Target row={row} />,
        },
        {
          key: "verdict",
          title: "Verdict",
          from: "sm",
          cell: (row) => <Verdict row={row} />,
        },
      ]}
    />
  </Card>
);

function Value({ row, side, mean = false }: { row: Figure; side: Figure["candidate"]; mean?: boolean }) {
  const { value, sample } = FIRST_DAY[row.metric];
  if (side.value === null) return <Unknown reason="nothing recorded" />;
  const basis = side.k === null || side.n === 0 ? sampled(side.n) : `${count(side.k)} of ${count(side.n)}`;
  return (
    <span title={`${sample}: ${basis}`}>
      {value(side.value)}
      {mean && " a day"}
      <span className="block text-small text-ink-3">{basis}</span>
    </span>
  );
}

const Target = ({ row }: { row: Figure }) => {
  const stands = standsWords(row);
  return (
    <>
      {targetWords(row.metric) ?? "–"}
      {stands && (
        <span className="block text-small">
          <Tone {...stands} />
        </span>
      )}
    </>
  );
};

function Verdict({ row }: { row: Figure }) {
  if (row.verdict === null) return <span className="text-ink-3">not judged</span>;
  return <Tone {...verdictOf({ verdict: row.verdict })} />;
}
