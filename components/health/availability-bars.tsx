import { memo } from "react";
import type { ComponentState, HealthDay } from "@/lib/contract/health";
import { barsWords, dayWords, sharesOf } from "./availability";

/** Said once for all of them: a page has some thousand bars. */
const BARS = "*:flex *:min-w-0 *:flex-1 *:flex-col *:justify-end *:rounded-[1px] *:bg-sunken";

interface Props {
  component: Pick<ComponentState, "days">;
  zone: string;
}

/** One bar a day: how much of it was up, degraded (striped) and down; hollow where nothing is known. */
export const AvailabilityBars = memo(function AvailabilityBars({ component, zone }: Props) {
  return (
    <div role="img" aria-label={barsWords(component, zone)} className={`flex h-7 gap-px ${BARS}`}>
      {component.days.map((day) => (
        <Bar key={day.time} day={day} title={dayWords(day, zone)} />
      ))}
    </div>
  );
});

/** A short fault is still to be seen: a fault is at least this high. */
const FAULT_MIN = "3px";

function Bar({ day, title }: { day: HealthDay; title: string }) {
  const { up, degraded, down } = sharesOf(day);
  const height = (share: number) => `${(share * 100).toFixed(1)}%`;
  return (
    <span title={title}>
      {down > 0 && (
        <span className="shrink-0 bg-red" style={{ height: height(down), minHeight: FAULT_MIN }} />
      )}
      {degraded > 0 && (
        <span className="striped shrink-0" style={{ height: height(degraded), minHeight: FAULT_MIN }} />
      )}
      {up > 0 && <span className="bg-up" style={{ height: height(up) }} />}
    </span>
  );
}
