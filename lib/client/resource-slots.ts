import type { ResourcesReply } from "@/lib/contract/resources";
import { gathered, type Slot } from "./buckets";

/** What was used at one place on the time axis. Null where no sample tells it. */
export interface ResourceSlot extends Slot {
  memorySamples: number;
  memoryBytes: number | null;
  memoryMaxBytes: number | null;
  cpuSamples: number;
  cpuCores: number | null;
  cpuMaxCores: number | null;
}

type Point = ResourcesReply["series"][number];

/** Memory and processor use on the axis of a chart. Means are put together by their samples, peaks by the highest. */
export const resourceSlots = (reply: ResourcesReply): ResourceSlot[] =>
  gathered(reply, reply.series).map(({ slot, rows }) => ({ ...slot, ...figures(rows) }));

const figures = (rows: readonly Point[]): Omit<ResourceSlot, keyof Slot> => ({
  memorySamples: sum(rows, (row) => row.memory_samples),
  memoryBytes: mean(rows, "memory_bytes", "memory_samples"),
  memoryMaxBytes: highest(rows, "memory_max_bytes"),
  cpuSamples: sum(rows, (row) => row.cpu_samples),
  cpuCores: mean(rows, "cpu_cores", "cpu_samples"),
  cpuMaxCores: highest(rows, "cpu_max_cores"),
});

const sum = (rows: readonly Point[], of: (row: Point) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

function mean(
  rows: readonly Point[],
  figure: "memory_bytes" | "cpu_cores",
  samples: "memory_samples" | "cpu_samples",
): number | null {
  const known = sum(rows, (row) => row[samples]);
  return known === 0 ? null : sum(rows, (row) => (row[figure] ?? 0) * row[samples]) / known;
}

function highest(rows: readonly Point[], figure: "memory_max_bytes" | "cpu_max_cores"): number | null {
  const known = rows.map((row) => row[figure]).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
