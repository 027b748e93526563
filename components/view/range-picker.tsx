"use client";

import { useView } from "@/lib/client/use-view";
import { PRESETS, type Preset } from "@/lib/client/view";
import { CustomRange } from "./custom-range";
import { SEGMENT, SEGMENTS } from "./segment";
import type { Shown } from "./shown";
import { ViewLink } from "./view-link";

const NAMES: Record<Preset, string> = {
  "24h": "24 h",
  "7d": "7 d",
  "30d": "30 d",
  "90d": "90 d",
  all: "All",
};
const MONTH_MS = 33 * 86_400_000;

/** The one time-range picker of the product. */
export function RangePicker({ shown }: { shown: Shown }) {
  const { view } = useView();
  const custom = view.from !== null || view.to !== null;
  const current = custom ? null : (view.range ?? chosenByServer(shown));
  return (
    <div className="relative">
      <nav aria-label="Time range" className={SEGMENTS}>
        {PRESETS.map((range) => (
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
const chosenByServer = ({ from, to }: Shown): Preset =>
  Date.parse(to) - Date.parse(from) > MONTH_MS ? "all" : "30d";
