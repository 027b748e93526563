"use client";

import { useQuery } from "@tanstack/react-query";
import { DetailHead } from "@/components/calls/detail-head";
import { Card } from "@/components/card";
import { EnvironmentMark } from "@/components/environment-mark";
import { FailedAnswer } from "@/components/failed-answer";
import { Moment } from "@/components/lists/cells";
import { lasting } from "@/lib/client/dates";
import { firstDayQuery } from "@/lib/client/release-queries";
import { useNow } from "@/lib/client/use-now";
import type { FirstDayReply } from "@/lib/contract/first-day";
import { period } from "@/lib/domain/dates";
import { FIRST_DAY_MS } from "@/lib/domain/first-day";
import { FirstDayCharts } from "./first-day-charts";
import { FirstDayMoments } from "./first-day-moments";
import { FirstDayTable } from "./first-day-table";

interface Props {
  id: string;
  /** When the server painted this: ages count from here until the page is live. */
  paintedMs: number;
}

/** How a release did in the first 24 hours in which it had work. */
export function FirstDayView({ id, paintedMs }: Props) {
  const { data: day, error, refetch } = useQuery(firstDayQuery(id));
  const nowMs = useNow(1000) ?? paintedMs;
  if (day === undefined) return null;
  const { version, environment, from } = day;
  return (
    <>
      <DetailHead
        list={{ path: `/releases/${encodeURIComponent(id)}`, name: `${version} on ${environment}` }}
        title={`First 24 hours of ${version}`}
        facts={factsOf(day, nowMs)}
      />
      <FailedAnswer what="These hours" failed={error && { error, refetch }} />
      {from === null ? (
        <Card title="No work yet">
          <p className="text-small text-ink-2">
            The 24 hours begin with the first share of the traffic that is confirmed. Until then there is
            nothing to see here; this page fills by itself.
          </p>
        </Card>
      ) : (
        <div className="grid gap-3">
          <FirstDayMoments day={day} from={from} nowMs={nowMs} />
          <FirstDayTable day={day} />
          <FirstDayCharts day={day} />
        </div>
      )}
    </>
  );
}

function factsOf(day: FirstDayReply, nowMs: number) {
  const { environment, control, from, baseline, timezone } = day;
  const where = { name: "Environment", value: <EnvironmentMark environment={environment} /> };
  if (from === null || baseline === null) return [where];
  const passedMs = Math.min(FIRST_DAY_MS, Math.max(0, nowMs - Date.parse(from)));
  return [
    where,
    {
      name: "Passed",
      value: passedMs === FIRST_DAY_MS ? "all 24 h" : `${lasting(passedMs)} of 24 h`,
    },
    { name: "First share", value: <Moment at={from} zone={timezone} /> },
    {
      name: "Against",
      value: (
        <>
          <EnvironmentMark environment={control} />, {period(baseline.from, baseline.to, timezone)}
        </>
      ),
    },
  ];
}
