"use client";

import { useView } from "@/lib/client/use-view";
import { type NamedRange, PRESETS } from "@/lib/client/view";
import { CustomRange } from "./custom-range";
import { SEGMENT, SEGMENTS } from "./segment";
import type { Shown } from "./shown";
import { ViewLink } from "./view-link";

const NAMES: Record<NamedRange, string> = {
  "24h": "24 h",
  "7d": "7 d",
  "30d": "30 d",
  "90d": "90 d",
  month: "Month",
  all: "All",
};
const MONTH_MS = 33 * 86_400_000;

interface Props {
  shown: Shown;
  /** Whether the calendar month is offered, too; where it is what is looked at, it always is. */
  month?: boolean;
}

/** The one time-range picker of the product. */
export function RangePicker({ shown, month = false }: Props) {
  const { view } = useView();
  const custom = view.from !== null || view.to !== null;
  const current = custom ? null : (view.range ?? chosenByServer(shown));
  const offered: readonly NamedRange[] =
    month || current === "month" ? [...PRESETS.slice(0, -1), "month", "all"] : PRESETS;
  return (
    <div className="relative">
      <nav aria-label="Time range" className={SEGMENTS}>
        {offered.map((range) => (
          <ViewLink key={range} change={{ range }} current={range === current} className={SEGMENT}>
            {NAMES[range]}
          </ViewLink>
        ))}
        <CustomRange shown={shown} current={custom} />
      </nav>
    </div>
  );
}

/** Without a named range the server shows 30 days, or everything where those are empty. */
const chosenByServer = ({ from, to }: Shown): NamedRange =>
  Date.parse(to) - Date.parse(from) > MONTH_MS ? "all" : "30d";
