import { DataTable } from "@/components/data-table";
import { EnvironmentMark } from "@/components/environment-mark";
import { Unknown } from "@/components/lists/cells";
import { guardWords } from "@/lib/client/release-words";
import type { CompareReply, Comparison } from "@/lib/contract/compare";
import type { ReleaseReply } from "@/lib/contract/releases";
import { basisOf, boundsOf, effectOf, METRICS, verdictOf } from "./comparison-words";
import { EffectBar } from "./effect-bar";
import { Tone } from "./tone";

interface Props {
  reply: CompareReply;
  /** Bounds that a plan sets to some of the figures. */
  guards?: ReleaseReply["plan"]["guards"];
}

/** Blue and green figure by figure, each with its samples, the difference with its interval, and what that proves. */
export function ComparisonTable({ reply, guards = [] }: Props) {
  const { candidate, control, comparisons } = reply;
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
        ...(guards.length === 0 ? [] : [guardColumn(guards)]),
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

const guardColumn = (guards: Props["guards"] = []) => ({
  key: "guard",
  title: "Guard",
  numeric: true,
  from: "lg" as const,
  cell: ({ metric }: Comparison) => {
    const guard = guards.find((one) => one.metric === metric);
    return guard === undefined ? "" : <span className="text-ink-2">{guardWords(guard)}</span>;
  },
});
