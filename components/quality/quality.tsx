"use client";

import { useQuery } from "@tanstack/react-query";
import { FailedAnswer } from "@/components/failed-answer";
import { recorded } from "@/components/overview/recorded";
import { PageHeader } from "@/components/page-header";
import { rangeBefore } from "@/components/usage/before";
import { qualityQuery, summaryQuery } from "@/lib/client/queries";
import { useView } from "@/lib/client/use-view";
import { rangeOf } from "@/lib/client/view";
import { ByEnvironment } from "./by-environment";
import { ByGate } from "./by-gate";
import { checked, told } from "./checked";
import { Failures } from "./failures";
import { NothingChecked } from "./nothing-checked";
import { Rejected } from "./rejected";
import { Tiles } from "./tiles";
import { TrendCharts } from "./trend-charts";

/** Is the quality good enough? What passed, what did not, and why. */
export function Quality() {
  const { view } = useView();
  const range = rangeOf(view);
  const quality = useQuery(qualityQuery(range));
  const summary = useQuery(summaryQuery(range));
  const compared = summary.data ? rangeBefore(summary.data, view, recorded) : null;
  const then = useQuery({ ...qualityQuery(compared ?? range), enabled: compared !== null });
  const both = { enabled: view.environment === null };
  const blue = useQuery({ ...qualityQuery({ ...range, environment: "blue" }), ...both });
  const green = useQuery({ ...qualityQuery({ ...range, environment: "green" }), ...both });
  const failed = [quality, summary, then, blue, green].find(({ isError }) => isError);
  const { data } = quality;
  // Of another period while the right one is being asked for: then nothing is compared.
  const known = compared !== null && !then.isPlaceholderData ? then.data : undefined;
  const before = known && checked(known) ? known : null;
  const alone =
    view.compare && view.range !== "all" && before === null && (compared === null || known !== undefined);
  const split =
    both.enabled && blue.data && green.data && checked(blue.data) && checked(green.data)
      ? { blue: blue.data, green: green.data }
      : null;
  return (
    <>
      <PageHeader
        title="Quality"
        shown={data}
        before={before === null ? undefined : summary.data?.previous}
        remark={
          alone && data && summary.data && checked(data) ? "nothing checked in the period before" : undefined
        }
        comparable
      />
      <FailedAnswer what="These figures" failed={failed} />
      {data && !told(data) && <NothingChecked environment={view.environment} />}
      {data && told(data) && (
        <div className="grid gap-3">
          <Tiles quality={data} before={before} />
          <TrendCharts range={range} quality={data} />
          <div className="grid gap-3 lg:grid-cols-[repeat(auto-fit,minmax(340px,1fr))]">
            <ByGate range={range} gates={data.gates} />
            {split && <ByEnvironment {...split} />}
          </div>
          {(checked(data) || data.failures.length > 0) && (
            <Failures failures={data.failures} zone={data.timezone} by={view.by} />
          )}
          <Rejected rejected={data.rejected} />
        </div>
      )}
    </>
  );
}
