"use client";

import { useQuery } from "@tanstack/react-query";
import { FailedAnswer } from "@/components/failed-answer";
import { PageHeader } from "@/components/page-header";
import { alertsQuery, flagsQuery } from "@/lib/client/alert-queries";
import { settingsQuery } from "@/lib/client/queries";
import { FlagCard } from "./flag-card";
import { FlagHistory } from "./flag-history";
import { HowJobsRead } from "./how-jobs-read";

/** What the pipeline may do, who decided that, and what decides it by itself. */
export function Flags() {
  const flags = useQuery(flagsQuery());
  const alerts = useQuery(alertsQuery());
  const settings = useQuery(settingsQuery());
  const zone = settings.data?.timezone ?? "UTC";
  return (
    <>
      <PageHeader title="Flags" />
      <FailedAnswer what="A part of this page" failed={[flags, alerts].find(({ isError }) => isError)} />
      {flags.data && (
        <div className="grid gap-3">
          <div className="grid items-start gap-3 lg:grid-cols-2 xl:grid-cols-3">
            {flags.data.flags.map((flag) => (
              <FlagCard key={flag.name} flag={flag} alerts={alerts.data?.alerts ?? []} zone={zone} />
            ))}
          </div>
          <div className="grid items-start gap-3 xl:grid-cols-2">
            <FlagHistory zone={zone} />
            <HowJobsRead reply={flags.data} />
          </div>
        </div>
      )}
    </>
  );
}
