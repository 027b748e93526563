import type { Db } from "@/db/schema";
import type { Slice } from "./rollups";

/** Rows of the rollups of signals within a slice, each as `usageRows` gives those of usage. */

export function latencyRows(db: Db, { fromMs, toMs, bucket, environment }: Slice) {
  const rows = db
    .selectFrom(`latency_${bucket}`)
    .where("start_ms", ">=", fromMs)
    .where("start_ms", "<", toMs);
  return environment === undefined ? rows : rows.where("environment", "=", environment);
}

export function resourceRows(db: Db, { fromMs, toMs, bucket, environment }: Slice) {
  const rows = db
    .selectFrom(`resource_${bucket}`)
    .where("start_ms", ">=", fromMs)
    .where("start_ms", "<", toMs);
  return environment === undefined ? rows : rows.where("environment", "=", environment);
}

export function errorRows(db: Db, { fromMs, toMs, bucket, environment }: Slice) {
  const rows = db.selectFrom(`error_${bucket}`).where("start_ms", ">=", fromMs).where("start_ms", "<", toMs);
  return environment === undefined ? rows : rows.where("environment", "=", environment);
}

export function failureRows(db: Db, { fromMs, toMs, bucket, environment }: Slice) {
  const rows = db
    .selectFrom(`failure_${bucket}`)
    .where("start_ms", ">=", fromMs)
    .where("start_ms", "<", toMs);
  return environment === undefined ? rows : rows.where("environment", "=", environment);
}
