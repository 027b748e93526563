"use client";

import { useQuery } from "@tanstack/react-query";
import { FailedAnswer } from "@/components/failed-answer";
import { PageHeader } from "@/components/page-header";
import { PageLink } from "@/components/view/page-link";
import {
  errorsQuery,
  healthComponentsQuery,
  latencyQuery,
  qualityQuery,
  summaryQuery,
  trendsQuery,
  usageQuery,
} from "@/lib/client/queries";
import { useView } from "@/lib/client/use-view";
import { rangeOf } from "@/lib/client/view";
import { BudgetLine } from "./budget-line";
import { Charts } from "./charts";
import { HealthLine } from "./health-line";
import { Nothing } from "./nothing";
import { OpenAlerts } from "./open-alerts";
import { recorded } from "./recorded";
import { Tiles } from "./tiles";

/** The first screen: is it worth its money, is it healthy, is it good enough? */
export function Overview() {
  const { view } = useView();
  const range = rangeOf(view);
  const summary = useQuery(summaryQuery(range));
  const trends = useQuery(trendsQuery(range));
  const usage = useQuery(usageQuery(range, "provider"));
  const quality = useQuery(qualityQuery(range));
  const errors = useQuery(errorsQuery(range));
  const latency = useQuery(latencyQuery(range, "rag"));
  const health = useQuery(healthComponentsQuery(range));
  const failed = [summary, trends, usage, quality, errors, latency, health].find(({ isError }) => isError);
  const before = summary.data?.previous;
  const compared = view.compare && before !== undefined && recorded(before);
  const alone = view.compare && !compared && view.range !== "all" && summary.data && recorded(summary.data);
  return (
    <>
      <PageHeader
        title="Overview"
        shown={summary.data}
        before={compared ? before : undefined}
        remark={alone ? "nothing recorded in the period before" : undefined}
        comparable
      />
      <FailedAnswer what="These figures" failed={failed} />
      <div className="flex items-baseline justify-between gap-4">
        {health.data && <HealthLine health={health.data} environment={view.environment} />}
        <PageLink path="/report" className="link no-print mb-2.5 ml-auto shrink-0 text-small">
          Report
        </PageLink>
      </div>
      {summary.data && !recorded(summary.data) && <Nothing environment={view.environment} />}
      {summary.data && trends.data && usage.data && recorded(summary.data) && (
        <div className="grid gap-3">
          <Tiles
            summary={summary.data}
            trends={trends.data}
            usage={usage.data}
            quality={quality.data}
            errors={errors.data}
            before={compared ? before : null}
          />
          <BudgetLine />
          <Charts
            range={range}
            summary={summary.data}
            trends={trends.data}
            usage={usage.data}
            quality={quality.data}
            latency={latency.data}
          />
          <OpenAlerts />
        </div>
      )}
    </>
  );
}
