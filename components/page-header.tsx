import type { ReactNode } from "react";
import { period } from "@/lib/domain/dates";
import { CompareToggle } from "./view/compare-toggle";
import { EnvironmentFilter } from "./view/environment-filter";
import { RangePicker } from "./view/range-picker";
import type { Shown } from "./view/shown";

interface Props {
  title: string;
  /** The period that the figures cover; without one the page has no time range. */
  shown?: Shown | undefined;
  /** What the figures are compared with; undefined where nothing is compared. */
  before?: { from: string; to: string } | undefined;
  comparable?: boolean;
  /** Where what is shown belongs to no environment. */
  everywhere?: boolean;
  /** What else is to be known of the period, in a few words. */
  remark?: string | undefined;
  children?: ReactNode;
}

/** The head of every page: its one h1, what period it shows, and what changes that. */
export function PageHeader({
  title,
  shown,
  before,
  comparable = false,
  everywhere = false,
  remark,
  children,
}: Props) {
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
        <h1 className="text-heading">{title}</h1>
        {shown && (
          <p className="text-small text-ink-3">
            {period(shown.from, shown.to, shown.timezone)}
            {before && ` · compared with ${period(before.from, before.to, shown.timezone)}`}
            {remark && ` · ${remark}`}
          </p>
        )}
      </div>
      {shown && (
        <div className="no-print flex flex-wrap items-center gap-2">
          {comparable && <CompareToggle />}
          {!everywhere && <EnvironmentFilter />}
          <RangePicker shown={shown} />
        </div>
      )}
      {children}
    </div>
  );
}
