import { DataTable } from "@/components/data-table";
import { EnvironmentMark } from "@/components/environment-mark";
import { Unknown } from "@/components/lists/cells";
import type { CompareReply, Comparison } from "@/lib/contract/compare";
import { basisOf, boundsOf, effectOf, METRICS, verdictOf } from "./comparison-words";
import { EffectBar } from "./effect-bar";
import { Tone } from "./tone";

/** Blue and green figure by figure, each with its samples, the difference with its interval, and what that proves. */
export function ComparisonTable({ reply: { candidate, control, comparisons } }: { reply: CompareReply }) {
  return (
    <DataTable
      caption={`${candidate} against ${control}, figure by figure`}
      rows={comparisons}
      rowKey={({ metric }) => metric}
      columns={[
        { key: "figure", title: "Figure", cell: ({ metric }) => METRICS[metric].name },
        side("blue"),
        side("green"),
        {
          key: "effect",
          title: `${candidate} against ${control}, 95 %`,
          numeric: true,
          from: "sm",
          cell: (row) => effectOf(row) ?? <Unknown reason="one side has no samples" />,
        },
        {
          key: "bar",
          title: <span className="sr-only">Interval</span>,
          from: "xl",
          cell: (row) => <EffectBar row={row} />,
        },
        {
          key: "verdict",
          title: "Verdict",
          cell: (row) => (
            <>
              <Tone {...verdictOf(row)} />
              <span className="block text-small text-ink-3 sm:hidden">{effectOf(row)}</span>
            </>
          ),
        },
      ]}
    />
  );
}

const side = (environment: "blue" | "green") => ({
  key: environment,
  title: <EnvironmentMark environment={environment} />,
  numeric: true,
  cell: (row: Comparison) => {
    const one = row[environment];
    const { value, sample } = METRICS[row.metric];
    return (
      <span title={`${sample}: ${basisOf(one)} ${boundsOf(one)}`}>
        {one.value === null ? <Unknown reason="nothing recorded" /> : value(one.value)}
        <span className="block text-small text-ink-3">
          {basisOf(one)} <span className="max-sm:hidden">{boundsOf(one)}</span>
        </span>
      </span>
    );
  },
});
