"use client";

import { EmptyState } from "@/components/empty-state";
import { ArticleTimeChart } from "@/components/overview/article-time-chart";
import { ViewLink } from "@/components/view/view-link";
import { trendSlots } from "@/lib/client/trend-slots";
import { useOrigin } from "@/lib/client/use-origin";
import type { RangeParameters } from "@/lib/client/view";
import type { LatencyReply } from "@/lib/contract/latency";
import type { ResourcesReply } from "@/lib/contract/resources";
import type { SummaryReply } from "@/lib/contract/summary";
import type { TrendsReply } from "@/lib/contract/trends";
import { LatencyChart } from "./latency-chart";
import { NamePicker } from "./name-picker";
import { PAIRS } from "./pairs";
import { pushLatency, pushResources, RESOURCE_LINES } from "./reporting";
import { CpuChart, MemoryChart } from "./resource-charts";

interface Props {
  range: RangeParameters;
  latency: LatencyReply;
  resources: ResourcesReply;
  summary: SummaryReply;
  trends: TrendsReply;
}

/** How slow, and how much of the machine. */
export function Performance({ range, latency, resources, summary, trends }: Props) {
  const { memory_samples, cpu_samples } = resources.total;
  return (
    <section aria-labelledby="performance-title">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 id="performance-title" className="text-card">
          Performance
        </h2>
        <NamePicker names={latency.names} shown={latency.name} />
      </div>
      <div className={PAIRS}>
        {latency.total.count > 0 ? (
          <LatencyChart key={latency.name} range={range} reply={latency} height={200} />
        ) : (
          <NoLatency latency={latency} />
        )}
        {summary.article_time_s.p50 !== null && (
          <ArticleTimeChart range={range} summary={summary} slots={trendSlots(trends)} covered={trends} />
        )}
        {memory_samples > 0 && <MemoryChart range={range} reply={resources} />}
        {cpu_samples > 0 && <CpuChart range={range} reply={resources} />}
        {memory_samples + cpu_samples === 0 && <NoResources latest={resources.latest} />}
      </div>
    </section>
  );
}

function NoLatency({ latency: { name, names } }: { latency: LatencyReply }) {
  const origin = useOrigin();
  return (
    <EmptyState
      title={`No latency of ${name} was recorded in this range.`}
      command={pushLatency(origin, name)}
    >
      {names.some((other) => other !== "article") && "There are others to choose above. "}
      Push what the pipeline measured, successes only. Probes that tell <code>latency_ms</code> are counted by
      the name of their component.
    </EmptyState>
  );
}

function NoResources({ latest }: Pick<ResourcesReply, "latest">) {
  const origin = useOrigin();
  return (
    <EmptyState
      title="No sample of memory or CPU in this range."
      command={`${RESOURCE_LINES}\n\n# or push one:\n${pushResources(origin)}`}
    >
      {latest === null ? (
        <>
          Lines of <code>greenlight.yaml</code> that watch the process whose id stands in a file.
        </>
      ) : (
        <>
          There are older ones.{" "}
          <ViewLink change={{ range: "all" }} className="link">
            Show all that is stored
          </ViewLink>
        </>
      )}
    </EmptyState>
  );
}
