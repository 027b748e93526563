"use client";

import { useQuery } from "@tanstack/react-query";
import { FailedAnswer } from "@/components/failed-answer";
import { PageHeader } from "@/components/page-header";
import {
  errorsQuery,
  healthComponentsQuery,
  latencyQuery,
  resourcesQuery,
  sourcesQuery,
  summaryQuery,
  trendsQuery,
} from "@/lib/client/queries";
import { useView } from "@/lib/client/use-view";
import { rangeOf } from "@/lib/client/view";
import { Components } from "./components";
import { Errors } from "./errors";
import { latencyNameOf } from "./latency-name";
import { Performance } from "./performance";
import { StatusLine } from "./status-line";
import { Tiles } from "./tiles";

/** A component grows stale by the clock alone, which no change tells of. */
const STALE_CHECK_MS = 15_000;

/** How the pipeline is doing: who is well, how slow, what fails and what it eats. */
export function Health() {
  const { view } = useView();
  const range = rangeOf(view);
  const health = useQuery({ ...healthComponentsQuery(range), refetchInterval: STALE_CHECK_MS });
  const rag = useQuery(latencyQuery(range, "rag"));
  const latency = useQuery(latencyQuery(range, latencyNameOf(view.by)));
  const resources = useQuery(resourcesQuery(range));
  const errors = useQuery(errorsQuery(range));
  const sources = useQuery(sourcesQuery());
  const summary = useQuery(summaryQuery(range));
  const trends = useQuery(trendsQuery(range));
  const asked = [health, rag, latency, resources, errors, sources, summary, trends];
  const readMs = health.dataUpdatedAt;
  const found = sources.data?.sources ?? [];
  const heard = found.some(({ kind }) => kind === "log" || kind === "errors");
  const figures =
    rag.data && resources.data && errors.data && summary.data && trends.data
      ? {
          rag: rag.data,
          resources: resources.data,
          errors: errors.data,
          summary: summary.data,
          trends: trends.data,
        }
      : null;
  return (
    <>
      <PageHeader title="Health" shown={errors.data} />
      <FailedAnswer what="These figures" failed={asked.find(({ isError }) => isError)} />
      <div className="grid gap-3">
        {health.data && <StatusLine health={health.data} sources={found} readMs={readMs} />}
        {figures && <Tiles {...figures} heard={heard} readMs={readMs} />}
        {health.data && (
          <div className="mt-2">
            <Components health={health.data} range={range} readMs={readMs} />
          </div>
        )}
        {figures && latency.data && (
          <div className="mt-2">
            <Performance range={range} latency={latency.data} {...figures} />
          </div>
        )}
        {errors.data && (
          <div className="mt-2">
            <Errors range={range} errors={errors.data} heard={heard} readMs={readMs} />
          </div>
        )}
      </div>
    </>
  );
}
