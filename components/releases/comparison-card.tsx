import { Card } from "@/components/card";
import { RangePicker } from "@/components/view/range-picker";
import { SEGMENT, SEGMENTS } from "@/components/view/segment";
import { ViewLink } from "@/components/view/view-link";
import { useView } from "@/lib/client/use-view";
import type { CompareReply } from "@/lib/contract/compare";
import { moment, period } from "@/lib/domain/dates";
import { BY_RANGE } from "./compared";
import { ComparisonTable } from "./comparison-table";

/** Blue against green over the same time: each figure with what it stands on, the difference, and what that proves. */
export function ComparisonCard({ reply }: { reply: CompareReply }) {
  const { view } = useView();
  const { comparisons, compared, from, to, timezone } = reply;
  const ranged = view.by === BY_RANGE;
  const empty = comparisons.every(({ blue, green }) => blue.n + green.n === 0);
  return (
    <Card
      title="Blue against green"
      unit={ranged ? period(from, to, timezone) : `since ${moment(compared.from, timezone)}`}
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
      <ComparisonTable reply={reply} />
    </Card>
  );
}
