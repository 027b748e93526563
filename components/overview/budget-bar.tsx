import type { BudgetReply } from "@/lib/contract/budget";
import { money, percent } from "@/lib/domain/format";

interface Props {
  budget: BudgetReply;
  limitUsd: number;
}

/** How much of the budget is spent, with marks where somebody is told, and where the month is expected to end. */
export function BudgetBar({ budget, limitUsd }: Props) {
  const { share, forecast_share: forecast, thresholds } = budget;
  // Beyond the budget the bar is drawn to the larger of both, so that what is too much can be seen.
  const whole = Math.max(1, share ?? 0, forecast ?? 0);
  const at = (part: number) => `${(part / whole) * 100}%`;
  return (
    <div
      role="img"
      aria-label={`${percent(share, 0)} of ${money(limitUsd)} spent; ${forecast === null ? "no forecast" : `forecast ${percent(forecast, 0)}`}`}
      className="relative h-5 min-w-0"
    >
      <span className="absolute inset-x-0 top-1.5 h-2 overflow-hidden rounded-full bg-sunken">
        <span className={`block h-full ${fill(share ?? 0)}`} style={{ width: at(share ?? 0) }} />
      </span>
      {thresholds.map(({ share: mark }) => (
        <span
          key={mark}
          className="absolute top-0.5 h-4 w-px bg-line-strong"
          style={{ left: `calc(${at(mark)} - ${mark === whole ? 1 : 0}px)` }}
        />
      ))}
      {forecast !== null && (
        <span
          className="absolute top-0 h-5 border-l-2 border-dashed border-ink-2"
          style={{ left: `calc(${at(forecast)} - 2px)` }}
        />
      )}
    </div>
  );
}

const fill = (share: number): string => (share >= 1 ? "bg-red" : share >= 0.8 ? "bg-amber" : "bg-accent");
