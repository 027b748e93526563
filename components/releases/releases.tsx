"use client";

import { useQuery } from "@tanstack/react-query";
import { FailedAnswer } from "@/components/failed-answer";
import { PageHeader } from "@/components/page-header";
import {
  changesQuery,
  compareQuery,
  rollbacksQuery,
  settingsQuery,
  trafficQuery,
} from "@/lib/client/queries";
import { useView } from "@/lib/client/use-view";
import { ChangeList } from "./change-list";
import { comparedOf } from "./compared";
import { ComparisonCard } from "./comparison-card";
import { HowJobsAsk } from "./how-jobs-ask";
import { ReportList } from "./report-list";
import { SplitControl } from "./split-control";
import { WeightsCard } from "./weights-card";

/** Who has the traffic, which of the two is better, and what was done about it. */
export function Releases() {
  const { view } = useView();
  const traffic = useQuery(trafficQuery());
  const epoch = traffic.data?.epoch ?? 0;
  const compared = useQuery({
    ...compareQuery(comparedOf(view), epoch),
    enabled: traffic.data !== undefined,
  });
  const changes = useQuery(changesQuery());
  const rollbacks = useQuery(rollbacksQuery());
  const settings = useQuery(settingsQuery());
  const failed = [traffic, compared, changes, rollbacks].find(({ isError }) => isError);
  const zone = settings.data?.timezone ?? "UTC";
  return (
    <>
      <PageHeader title="Releases" />
      <FailedAnswer what="A part of this page" failed={failed} />
      <div className="grid gap-3">
        {traffic.data && (
          <div className="grid items-stretch gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <SplitControl traffic={traffic.data} />
            <WeightsCard traffic={traffic.data} zone={zone} />
          </div>
        )}
        {traffic.data && compared.data && <ComparisonCard reply={compared.data} since={traffic.data.since} />}
        <div className="grid items-start gap-3 xl:grid-cols-2">
          {changes.data && <ChangeList changes={changes.data.changes} zone={zone} />}
          {rollbacks.data && <ReportList reply={rollbacks.data} zone={zone} />}
        </div>
        {traffic.data && <HowJobsAsk traffic={traffic.data} />}
      </div>
    </>
  );
}
