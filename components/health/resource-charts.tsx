import { TimeChart } from "@/components/charts/time-chart";
import { address } from "@/lib/client/fetched";
import { bytes, sampled } from "@/lib/client/format";
import { resourceSlots } from "@/lib/client/resource-slots";
import type { RangeParameters } from "@/lib/client/view";
import type { ResourcesReply } from "@/lib/contract/resources";
import { cores } from "./cores";

interface Props {
  range: RangeParameters;
  reply: ResourcesReply;
}

const GB = 1_000_000_000;
const tick = (value: number): string => `${Number(value.toFixed(2))}`;
const series = (mean: string, peak: string) => [
  { name: "mean", colour: "var(--accent)", total: mean },
  { name: "peak", colour: "var(--ink-2)", total: peak, quiet: true },
];
const csvOf = (range: RangeParameters) => address("/api/resources", { ...range, format: "csv" });
const remark = (samples: number): string => (samples === 0 ? "no sample" : sampled(samples));

/** Resident memory in decimal GB, against its target and the line from where somebody is told. */
export function MemoryChart({ range, reply }: Props) {
  const { targets, total } = reply;
  const slots = resourceSlots(reply);
  const scaled = (value: number | null) => (value === null ? null : value / GB);
  return (
    <TimeChart
      title="Memory"
      unit="GB"
      summary={`${bytes(total.memory_bytes)} on average, at most ${bytes(total.memory_max_bytes)}; ${sampled(total.memory_samples)}`}
      kind="lines"
      plot={{
        slots,
        series: series(bytes(total.memory_bytes), bytes(total.memory_max_bytes)),
        values: slots.map((slot) => [scaled(slot.memoryBytes), scaled(slot.memoryMaxBytes)]),
        remarks: slots.map(({ memorySamples }) => remark(memorySamples)),
      }}
      reading={{ tick, exact: (value) => bytes(value === null ? null : value * GB) }}
      thresholds={[
        { name: "warning", value: targets.memory_warn_bytes / GB },
        { name: "target", value: targets.memory_bytes / GB },
      ]}
      csv={csvOf(range)}
    />
  );
}

/** Busy processor cores against those that the pipeline may have. */
export function CpuChart({ range, reply }: Props) {
  const { targets, total } = reply;
  const slots = resourceSlots(reply);
  return (
    <TimeChart
      title="CPU"
      unit="cores"
      summary={`${cores(total.cpu_cores)} on average, at most ${cores(total.cpu_max_cores)}; ${sampled(total.cpu_samples)}`}
      kind="lines"
      plot={{
        slots,
        series: series(cores(total.cpu_cores), cores(total.cpu_max_cores)),
        values: slots.map((slot) => [slot.cpuCores, slot.cpuMaxCores]),
        remarks: slots.map(({ cpuSamples }) => remark(cpuSamples)),
      }}
      reading={{ tick, exact: cores }}
      thresholds={[{ name: "target", value: targets.cpu_cores }]}
      csv={csvOf(range)}
    />
  );
}
