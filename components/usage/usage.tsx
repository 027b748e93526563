"use client";

import { useQuery } from "@tanstack/react-query";
import { FailedAnswer } from "@/components/failed-answer";
import { BudgetLine } from "@/components/overview/budget-line";
import { Nothing } from "@/components/overview/nothing";
import { ran } from "@/components/overview/recorded";
import { PageHeader } from "@/components/page-header";
import { summaryQuery, usageQuery } from "@/lib/client/queries";
import { useView } from "@/lib/client/use-view";
import { rangeOf } from "@/lib/client/view";
import { rangeBefore } from "./before";
import { ByPicker } from "./by-picker";
import { dimensionOf } from "./grouping";
import { Missing } from "./missing";
import { NoCalls } from "./no-calls";
import { UsageCharts } from "./usage-charts";
import { UsageTable } from "./usage-table";

/** Where tokens and dollars go. */
export function Usage() {
  const { view } = useView();
  const range = rangeOf(view);
  const by = dimensionOf(view.by);
  const summary = useQuery(summaryQuery(range));
  const usage = useQuery(usageQuery(range, by));
  const models = useQuery(usageQuery(range, "model"));
  const compared = summary.data ? rangeBefore(summary.data, view, ran) : null;
  const then = useQuery({ ...usageQuery(compared ?? range, by), enabled: compared !== null });
  const alone =
    view.compare && view.range !== "all" && compared === null && summary.data && ran(summary.data);
  const failed = [summary, usage, models, then].find(({ isError }) => isError);
  // Of another grouping or period while the right one is being asked for: then nothing is compared.
  const before = compared !== null && !then.isPlaceholderData && then.data?.by === usage.data?.by;
  const shared = { range, before: before ? (then.data ?? null) : null };
  return (
    <>
      <PageHeader
        title="Usage"
        shown={usage.data}
        before={compared === null ? undefined : summary.data?.previous}
        remark={alone ? "nothing recorded in the period before" : undefined}
        comparable
      />
      <FailedAnswer what="These figures" failed={failed} />
      {summary.data && !ran(summary.data) && <Nothing environment={view.environment} runs />}
      {summary.data && ran(summary.data) && usage.data && (
        <div className="grid gap-3">
          <BudgetLine />
          <div className="no-print">
            <ByPicker by={by} />
          </div>
          {usage.data.totals.length === 0 && <NoCalls />}
          {usage.data.totals.length > 0 && (
            <>
              <UsageCharts {...shared} usage={usage.data} />
              <UsageTable {...shared} usage={usage.data} sort={view.sort} />
            </>
          )}
          {models.data && <Missing models={models.data} />}
        </div>
      )}
    </>
  );
}
