import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { EnvironmentMark } from "@/components/environment-mark";
import { Unknown } from "@/components/lists/cells";
import { RangePicker } from "@/components/view/range-picker";
import { SEGMENT, SEGMENTS } from "@/components/view/segment";
import { ViewLink } from "@/components/view/view-link";
import { moment, period } from "@/lib/client/dates";
import { useView } from "@/lib/client/use-view";
import type { CompareReply, Comparison } from "@/lib/contract/compare";
import { BY_RANGE } from "./compared";
import { basisOf, boundsOf, effectOf, METRICS, verdictOf } from "./comparison-words";
import { EffectBar } from "./effect-bar";
import { Tone } from "./tone";

/** Blue against green over the same time: each figure with what it stands on, the difference, and what that proves. */
export function ComparisonCard({ reply, since }: { reply: CompareReply; since: string }) {
  const { view } = useView();
  const { candidate, control, comparisons, from, to, timezone } = reply;
  const ranged = view.by === BY_RANGE;
  const empty = comparisons.every(({ blue, green }) => blue.n + green.n === 0);
  return (
    <Card
      title="Blue against green"
      unit={
        ranged
          ? period(from, to, timezone)
          : `from ${moment(from, timezone)}; this split began ${moment(since, timezone)}`
      }
    >
      <div className="no-print mb-2 flex flex-wrap items-center gap-2">
        <nav aria-label="Compared over" className={SEGMENTS}>
          <ViewLink change={{ by: null }} current={!ranged} className={SEGMENT}>
            Since this split
          </ViewLink>
          <ViewLink change={{ by: BY_RANGE }} current={ranged} className={SEGMENT}>
            Time range
          </ViewLink>
        </nav>
        {ranged && <RangePicker shown={reply} />}
      </div>
      {empty && (
        <p className="mb-2 max-w-[80ch] text-small text-ink-2">
          No article of blue or green in this time yet. Articles count for the environment that their job
          asked for, see below.
        </p>
      )}
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
    </Card>
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
