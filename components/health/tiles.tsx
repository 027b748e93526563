import { ErrorTile } from "@/components/overview/error-tile";
import { StatTile } from "@/components/stat-tile";
import { errorSlots } from "@/lib/client/error-slots";
import { bytes, milliseconds } from "@/lib/client/format";
import { latencySlots } from "@/lib/client/latency-slots";
import { resourceSlots } from "@/lib/client/resource-slots";
import { trendSlots } from "@/lib/client/trend-slots";
import type { ErrorsReply } from "@/lib/contract/errors";
import type { LatencyReply } from "@/lib/contract/latency";
import type { ResourcesReply } from "@/lib/contract/resources";
import type { SummaryReply } from "@/lib/contract/summary";
import type { TrendsReply } from "@/lib/contract/trends";
import { count, seconds, UNKNOWN } from "@/lib/domain/format";
import { cores } from "./cores";
import { Lasted } from "./lasted";
import * as notes from "./tile-notes";

export interface Performance {
  rag: LatencyReply;
  resources: ResourcesReply;
  errors: ErrorsReply;
  summary: SummaryReply;
  trends: TrendsReply;
}

interface Props extends Performance {
  /** Whether anything would tell of an error. */
  heard: boolean;
  readMs: number;
}

/** What DevOps look at first after the state: slow, hungry, failing? */
export function Tiles({ rag, resources, errors, summary, trends, heard, readMs }: Props) {
  const times = latencySlots(rag);
  const used = resourceSlots(resources);
  const { latest, timezone: zone } = resources;
  const tail = rag.total.p95 !== null || rag.total.count === 0;
  const seen = latest && (
    <>
      <Lasted at={latest.time} zone={zone} readMs={readMs} /> ago
    </>
  );
  const last = errors.count === 0 ? undefined : errors.latest[0];
  const newest = last && (
    <>
      newest <Lasted at={last.last_seen} zone={zone} readMs={readMs} /> ago
    </>
  );
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6 print:grid-cols-6 print:gap-2">
      <StatTile
        label={tail ? "RAG latency p95" : "RAG latency, largest"}
        figure={milliseconds(tail ? rag.total.p95 : rag.total.max)}
        exact={exactMs(tail ? rag.total.p95 : rag.total.max)}
        notes={notes.ragNotes(rag.total)}
        values={times.map(({ p95Ms, p50Ms }) => (tail ? p95Ms : p50Ms))}
      />
      <StatTile
        label="Article time, median"
        figure={seconds(summary.article_time_s.p50)}
        notes={notes.articleNotes(summary)}
        values={trendSlots(trends).map(({ articleSecondsP50 }) => articleSecondsP50)}
      />
      <StatTile
        label="Memory"
        figure={bytes(latest?.memory_bytes ?? null)}
        exact={
          latest?.memory_bytes === undefined || latest.memory_bytes === null
            ? "not known"
            : `${count(latest.memory_bytes)} bytes`
        }
        notes={[...notes.memoryNotes(resources), seen]}
        values={used.map(({ memoryMaxBytes }) => memoryMaxBytes)}
      />
      <StatTile
        label="CPU"
        figure={cores(latest?.cpu_cores ?? null)}
        exact={latest?.cpu_cores === undefined ? "not known" : `${latest.cpu_cores} cores`}
        notes={[...notes.cpuNotes(resources), seen]}
        values={used.map(({ cpuMaxCores }) => cpuMaxCores)}
      />
      <ErrorTile summary={summary} errors={errors} before={null} />
      <StatTile
        label="Errors reported"
        figure={errors.count === 0 && !heard ? UNKNOWN : count(errors.count)}
        notes={[...notes.countNotes(errors, heard), newest]}
        values={
          errors.count === 0
            ? []
            : errorSlots(
                errors,
                errors.classes.map((one) => one.class),
              ).values.map((row) => row.reduce((sum, value) => sum + value, 0))
        }
      />
    </div>
  );
}

const exactMs = (ms: number | null): string => (ms === null ? "not known" : `${Number(ms.toFixed(3))} ms`);
