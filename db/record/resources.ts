import { sql } from "kysely";
import { identityOf } from "@/db/identity";
import type { Tx } from "@/db/schema";
import type { ResourceRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import type { Reception } from "./reception";
import { RollupSums } from "./rollup-sums";
import { addRollups } from "./rollups";
import { type Identified, insertion, newOnes } from "./rows";

/** What a sample adds to the sums; `cpu_milli` is in thousandths of a core. */
export interface ResourceSample {
  at_ms: number;
  environment: string;
  memory_bytes: number | null;
  cpu_milli: number | null;
}

/** Stores resource samples with their sums. One that is there already says nothing new. */
export async function recordResources(
  tx: Tx,
  records: readonly ResourceRecord[],
  { environment, calendar }: Reception,
): Promise<Recorded> {
  const rows = records.map((record) => sampleRow(record, record.environment ?? environment));
  const added = newOnes(rows, await insertSamples(tx, rows));
  const sums = new RollupSums(calendar);
  for (const row of added) addResources(sums, row);
  await addRollups(tx, sums, false);
  return { accepted: added.length, updated: 0, duplicates: rows.length - added.length };
}

export function addResources(sums: RollupSums, sample: ResourceSample): void {
  const { at_ms, environment, memory_bytes, cpu_milli } = sample;
  if (memory_bytes !== null)
    sums.add(
      "resource",
      at_ms,
      { environment },
      { memory_samples: 1, memory_bytes },
      { memory_max: memory_bytes },
    );
  if (cpu_milli !== null)
    sums.add("resource", at_ms, { environment }, { cpu_samples: 1, cpu_milli }, { cpu_milli_max: cpu_milli });
}

/** Both values are part of the identity: what a process used at a moment is never corrected. */
function sampleRow({ timeText, atMs, memoryBytes, cpuCores }: ResourceRecord, environment: string) {
  const cpu_milli = cpuCores === null ? null : Math.round(cpuCores * 1000);
  return {
    identity: identityOf(timeText, environment, String(memoryBytes), String(cpu_milli)),
    at_ms: atMs,
    environment,
    memory_bytes: memoryBytes,
    cpu_milli,
  };
}

const insertSamples = insertion<"resource_sample", Identified>(
  "resource_sample",
  sql`on conflict (identity) do nothing returning id, identity`,
);
