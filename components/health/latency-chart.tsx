import type { Threshold } from "@/components/charts/plot-data";
import { TimeChart } from "@/components/charts/time-chart";
import { address } from "@/lib/client/fetched";
import { milliseconds, sampled } from "@/lib/client/format";
import { type LatencySlot, latencySlots } from "@/lib/client/latency-slots";
import type { RangeParameters } from "@/lib/client/view";
import type { LatencyReply } from "@/lib/contract/latency";
import { RAG_LATENCY_MS } from "@/lib/domain/targets";
import { scaleOf } from "./latency-scale";

interface Props {
  range: RangeParameters;
  reply: LatencyReply;
  height?: number;
}

/** The lines that a latency is held against, in milliseconds. */
const LINES: ReadonlyMap<string, readonly Threshold[]> = new Map([
  [
    "rag",
    [
      { name: "target", value: RAG_LATENCY_MS.good },
      { name: "limit", value: RAG_LATENCY_MS.max },
    ],
  ],
]);

/** How long one thing takes: half of it and 95 % of it; where there are too few for that, the largest. */
export function LatencyChart({ range, reply, height = 220 }: Props) {
  const { name, total } = reply;
  const slots = latencySlots(reply);
  const lines = LINES.get(name) ?? [];
  const tail = slots.some(({ p95Ms }) => p95Ms !== null);
  const upper = ({ p95Ms, maxMs }: LatencySlot) => (tail ? p95Ms : maxMs);
  const largest = Math.max(...slots.map((slot) => Math.max(upper(slot) ?? 0, slot.p50Ms ?? 0)));
  const { unit, ms } = scaleOf(Math.max(largest, ...lines.map(({ value }) => value)));
  const scaled = (value: number | null) => (value === null ? null : value / ms);
  return (
    <TimeChart
      title={name === "rag" ? "RAG latency" : `Latency of ${short(name)}`}
      unit={unit}
      summary={sentence(total)}
      kind="lines"
      plot={{
        slots,
        series: [
          { name: "p50", colour: "var(--accent)", total: milliseconds(total.p50) },
          tail
            ? { name: "p95", colour: "var(--ink-2)", total: milliseconds(total.p95) }
            : { name: "largest", colour: "var(--ink-2)", total: milliseconds(total.max) },
        ],
        values: slots.map((slot) => [scaled(slot.p50Ms), scaled(upper(slot))]),
        remarks: slots.map(remark),
      }}
      reading={{
        tick: (value) => `${Number(value.toFixed(2))}`,
        exact: (value) => milliseconds(value === null ? null : value * ms),
      }}
      thresholds={lines.map((line) => ({ ...line, value: line.value / ms }))}
      csv={address("/api/latency", { ...range, name, format: "csv" })}
      height={height}
    />
  );
}

const NAME_MAX = 32;

const short = (name: string): string => (name.length <= NAME_MAX ? name : `${name.slice(0, NAME_MAX - 1)}…`);

const sentence = ({ count, p50, p95, max }: LatencyReply["total"]): string =>
  count === 0
    ? "No sample in this period"
    : [
        `Half within ${milliseconds(p50)}`,
        p95 === null
          ? `too few for a p95, largest ${milliseconds(max)}`
          : `95 % within ${milliseconds(p95)}, largest ${milliseconds(max)}`,
        sampled(count),
      ].join("; ");

const remark = ({ samples, maxMs }: LatencySlot): string =>
  samples === 0
    ? "no sample"
    : `${sampled(samples)}, largest ${milliseconds(maxMs)}${samples < 20 ? "; a p95 needs 20" : ""}`;
