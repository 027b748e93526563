import { sql } from "kysely";
import { identityOf } from "@/db/identity";
import type { Tx } from "@/db/schema";
import { binOf } from "@/lib/domain/histogram";
import type { LatencyRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import type { Reception } from "./reception";
import { RollupSums } from "./rollup-sums";
import { addRollups } from "./rollups";
import { type Identified, insertion, newOnes } from "./rows";

/** Stores latency samples with their histograms. One that is there already says nothing new. */
export async function recordLatency(
  tx: Tx,
  records: readonly LatencyRecord[],
  { environment, calendar }: Reception,
): Promise<Recorded> {
  const rows = records.map((record) => sampleRow(record, record.environment ?? environment));
  const added = newOnes(rows, await insertSamples(tx, rows));
  const sums = new RollupSums(calendar);
  for (const row of added) addLatency(sums, row.at_ms, row.environment, row.name, row.value_us);
  await addRollups(tx, sums, false);
  return { accepted: added.length, updated: 0, duplicates: rows.length - added.length };
}

/** Adds one sample of `valueUs` microseconds to the histogram of its name. */
export function addLatency(
  sums: RollupSums,
  atMs: number,
  environment: string,
  name: string,
  valueUs: number,
): void {
  const key = { environment, name, bin: binOf(valueUs / 1_000_000) };
  sums.add("latency", atMs, key, { count: 1 }, { max_us: valueUs });
}

function sampleRow({ timeText, atMs, name, valueMs, ordinal }: LatencyRecord, environment: string) {
  const value_us = Math.round(valueMs * 1000);
  return {
    identity: identityOf(timeText, name, String(value_us), environment, String(ordinal)),
    at_ms: atMs,
    environment,
    name,
    value_us,
  };
}

const insertSamples = insertion<"latency_sample", Identified>(
  "latency_sample",
  sql`on conflict (identity) do nothing returning id, identity`,
);
