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
import { releasesQuery } from "@/lib/client/release-queries";
import { useNow } from "@/lib/client/use-now";
import { useView } from "@/lib/client/use-view";
import { ChangeList } from "./change-list";
import { comparedOf } from "./compared";
import { ComparisonCard } from "./comparison-card";
import { HowJobsAsk } from "./how-jobs-ask";
import { LiveRelease } from "./live-release";
import { LockedSplit } from "./locked-split";
import { PlanCard } from "./plan-card";
import { PLANNING } from "./planning";
import { QuarantineList } from "./quarantine-list";
import { ReleaseList } from "./release-list";
import { ReportList } from "./report-list";
import { SplitControl } from "./split-control";
import { WeightsCard } from "./weights-card";

/** What is released, who has the traffic, which of the two is better, and what was done about it. */
export function Releases({ paintedMs }: { paintedMs: number }) {
  const { view, change } = useView();
  const nowMs = useNow(1000) ?? paintedMs;
  const traffic = useQuery(trafficQuery());
  const epoch = traffic.data?.epoch ?? 0;
  const compared = useQuery({
    ...compareQuery(comparedOf(view), epoch),
    enabled: traffic.data !== undefined,
  });
  const changes = useQuery(changesQuery());
  const rollbacks = useQuery(rollbacksQuery());
  const releases = useQuery(releasesQuery());
  const settings = useQuery(settingsQuery());
  const failed = [traffic, compared, changes, rollbacks, releases].find(({ isError }) => isError);
  const zone = settings.data?.timezone ?? "UTC";
  const live = releases.data?.releases.find((one) => one.live);
  const planning = view.open === PLANNING;
  return (
    <>
      <PageHeader title="Releases">
        {!planning && (
          <button type="button" onClick={() => change({ open: PLANNING })} className="control no-print">
            Plan a release
          </button>
        )}
      </PageHeader>
      <FailedAnswer what="A part of this page" failed={failed} />
      <div className="grid gap-3">
        {live && <LiveRelease release={live} zone={zone} />}
        {planning && traffic.data && <PlanCard traffic={traffic.data} zone={zone} nowMs={nowMs} />}
        {traffic.data && (
          <div className="grid items-stretch gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            {live ? (
              <LockedSplit traffic={traffic.data} release={live} />
            ) : (
              <SplitControl traffic={traffic.data} />
            )}
            <WeightsCard traffic={traffic.data} zone={zone} />
          </div>
        )}
        {releases.data && (
          <>
            <QuarantineList versions={releases.data.quarantine} zone={zone} />
            <ReleaseList releases={releases.data.releases} zone={zone} />
          </>
        )}
        {compared.data && <ComparisonCard reply={compared.data} />}
        <div className="grid items-start gap-3 xl:grid-cols-2">
          {changes.data && <ChangeList changes={changes.data.changes} zone={zone} />}
          {rollbacks.data && <ReportList reply={rollbacks.data} zone={zone} />}
        </div>
        {traffic.data && <HowJobsAsk traffic={traffic.data} />}
      </div>
    </>
  );
}
