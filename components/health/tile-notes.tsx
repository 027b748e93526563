import type { ReactNode } from "react";
import { bytes, milliseconds, sampled } from "@/lib/client/format";
import type { ErrorsReply } from "@/lib/contract/errors";
import type { Percentiles } from "@/lib/contract/latency";
import type { ResourcesReply } from "@/lib/contract/resources";
import type { SummaryReply } from "@/lib/contract/summary";
import { count, percent, seconds } from "@/lib/domain/format";
import { ARTICLE_TIME_S, RAG_LATENCY_MS } from "@/lib/domain/targets";
import { cores } from "./cores";

/** What stands under a tile's figure: how it stands to its target, and what it stands on. */

const Bad = ({ children }: { children: ReactNode }) => <span className="text-red">✕ {children}</span>;
const Warning = ({ children }: { children: ReactNode }) => <span className="text-amber">▲ {children}</span>;

export function ragNotes({ count: samples, p50, p95, max }: Percentiles): ReactNode[] {
  const { good, max: limit } = RAG_LATENCY_MS;
  if (samples === 0) return [`limit ${limit} ms`, "no sample in this period"];
  const figure = p95 ?? max ?? 0;
  const standing =
    figure > limit ? (
      <Bad>above limit {limit} ms</Bad>
    ) : figure > good ? (
      <Warning>above target {good} ms</Warning>
    ) : (
      `✓ within target ${good} ms`
    );
  return [standing, `half within ${milliseconds(p50)}`, sampled(samples)];
}

export function articleNotes({ article_time_s: { p50, p95 }, samples }: SummaryReply): ReactNode[] {
  const { min, max } = ARTICLE_TIME_S;
  const band = `${min / 60} – ${max / 60} min`;
  if (p50 === null) return [`expected ${band}`, "no article tells its time"];
  const standing =
    p50 > max ? <Warning>above {band}</Warning> : p50 < min ? `▼ quicker than ${band}` : `✓ within ${band}`;
  const n = sampled(samples.article_time_s);
  return [standing, p95 === null ? n : `p95 ${seconds(p95)}, ${n}`];
}

export function memoryNotes({ targets, latest, total }: ResourcesReply): ReactNode[] {
  const [limit, warning] = [bytes(targets.memory_bytes), bytes(targets.memory_warn_bytes)];
  const now = latest?.memory_bytes ?? null;
  if (now === null) return [`of ${limit}`, "no sample yet"];
  const standing =
    now > targets.memory_bytes ? (
      <Bad>above {limit}</Bad>
    ) : now > targets.memory_warn_bytes ? (
      <Warning>
        above {warning}, of {limit}
      </Warning>
    ) : (
      `✓ ${percent(now / targets.memory_bytes, 0)} of ${limit}`
    );
  return [standing, `peak ${bytes(total.memory_max_bytes)}`];
}

export function cpuNotes({ targets, latest, total }: ResourcesReply): ReactNode[] {
  const now = latest?.cpu_cores ?? null;
  if (now === null) return [`of ${targets.cpu_cores} cores`, "no sample yet"];
  const standing =
    now > targets.cpu_cores ? (
      <Warning>above {targets.cpu_cores} cores</Warning>
    ) : (
      `✓ ${percent(now / targets.cpu_cores, 0)} of ${targets.cpu_cores} cores`
    );
  return [standing, `peak ${cores(total.cpu_max_cores)}`];
}

export function countNotes({ count: all, rate_limited }: ErrorsReply, heard: boolean): ReactNode[] {
  if (all === 0) return [heard ? "none in this period" : "no source yet: logs"];
  return [rate_limited === 0 ? "no rate limit hit" : `${count(rate_limited)} of them rate limits`];
}
