import type { Tx } from "@/db/schema";
import { succeeded } from "@/lib/domain/health";
import { binOf } from "@/lib/domain/histogram";
import type { Bucket, Calendar } from "@/lib/domain/time";
import type { Counted } from "./health-sums";
import { BUCKETS } from "./rollup-sums";

/** A bin of the latencies of one component in one bucket. */
interface Place {
  bucket: Bucket;
  startMs: number;
  environment: string;
  name: string;
  bin: number;
}

/**
 * Tells anew the largest latency wherever results were replaced: sums can take one back, a largest value cannot.
 * Reads what lies in their hours and days, which is much; replacing is rare.
 */
export async function keepLargest(tx: Tx, calendar: Calendar, replaced: readonly Counted[]): Promise<void> {
  const places = new Map<string, Place>();
  for (const { at_ms, environment, component, latency_us } of replaced)
    for (const bucket of latency_us === null ? [] : BUCKETS) {
      const place = {
        bucket,
        startMs: calendar.floorMs(at_ms, bucket),
        environment,
        name: component,
        bin: binOf((latency_us ?? 0) / 1_000_000),
      };
      places.set(JSON.stringify(place), place);
    }
  for (const place of places.values()) {
    const { bucket, startMs, environment, name, bin } = place;
    const values = await valuesIn(tx, place, calendar.nextMs(startMs, bucket));
    const largest = values.filter((us) => binOf(us / 1_000_000) === bin).reduce((a, b) => Math.max(a, b), 0);
    await tx
      .updateTable(`latency_${bucket}`)
      .set({ max_us: largest })
      .where("start_ms", "=", startMs)
      .where("environment", "=", environment)
      .where("name", "=", name)
      .where("bin", "=", bin)
      .execute();
  }
}

/** All latencies of a name within a bucket, in microseconds. */
async function valuesIn(tx: Tx, { startMs, environment, name }: Place, endMs: number): Promise<number[]> {
  const samples = await tx
    .selectFrom("latency_sample")
    .select("value_us")
    .where("name", "=", name)
    .where("environment", "=", environment)
    .where("at_ms", ">=", startMs)
    .where("at_ms", "<", endMs)
    .execute();
  const results = await tx
    .selectFrom("health_result")
    .select(["status", "available", "error", "latency_us"])
    .where("component", "=", name)
    .where("environment", "=", environment)
    .where("at_ms", ">=", startMs)
    .where("at_ms", "<", endMs)
    .execute();
  return [
    ...samples.map((sample) => sample.value_us),
    ...results
      .filter(({ status, available, error }) =>
        succeeded({ status, available: available === null ? null : available !== 0, error }),
      )
      .flatMap((result) => result.latency_us ?? []),
  ];
}
