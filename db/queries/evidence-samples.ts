import { sql } from "kysely";
import type { Db } from "@/db/schema";
import { succeeded } from "@/lib/domain/health";
import type { MemorySample } from "@/lib/domain/memory-trend";
import type { Stretch } from "./evidence-jobs";

export interface LatencySample {
  atMs: number;
  ms: number;
}

/** So many of the newest samples say enough, however many are pushed. */
const SAMPLES_MAX = 2000;

/**
 * How long things of a name took, newest first: what was pushed, and what health checks of a component of that name
 * measured. Successes only.
 */
export async function latencySamples(db: Db, name: string, stretch: Stretch): Promise<LatencySample[]> {
  const { environment, sinceMs, untilMs } = stretch;
  const pushed = await db
    .selectFrom("latency_sample")
    .select(["at_ms", "value_us"])
    .where("name", "=", name)
    .where("environment", "=", environment)
    .where("at_ms", ">=", sinceMs)
    .where("at_ms", "<=", untilMs)
    .orderBy("at_ms", "desc")
    .limit(SAMPLES_MAX)
    .execute();
  const checked = await db
    .selectFrom("health_result")
    .select(["at_ms", "latency_us", "status", "available", "error"])
    .where("component", "=", name)
    .where("environment", "=", environment)
    .where("at_ms", ">=", sinceMs)
    .where("at_ms", "<=", untilMs)
    .orderBy("at_ms", "desc")
    .limit(SAMPLES_MAX)
    .execute();
  const good = checked.filter(({ status, available, error }) =>
    succeeded({ status, available: available === null ? null : available !== 0, error }),
  );
  return [
    ...pushed.map(({ at_ms, value_us }) => ({ atMs: at_ms, ms: value_us / 1000 })),
    ...good.flatMap(({ at_ms, latency_us }) =>
      latency_us === null ? [] : [{ atMs: at_ms, ms: latency_us / 1000 }],
    ),
  ].sort((a, b) => b.atMs - a.atMs);
}

export interface ResourceSample {
  atMs: number;
  memoryBytes: number | null;
  cpuCores: number | null;
}

/** What the pipeline used, newest first. */
export async function resourceSamples(db: Db, stretch: Stretch): Promise<ResourceSample[]> {
  const { environment, sinceMs, untilMs } = stretch;
  const rows = await db
    .selectFrom("resource_sample")
    .select(["at_ms", "memory_bytes", "cpu_milli"])
    .where("environment", "=", environment)
    .where("at_ms", ">=", sinceMs)
    .where("at_ms", "<=", untilMs)
    .orderBy("at_ms", "desc")
    .limit(SAMPLES_MAX)
    .execute();
  return rows.map(({ at_ms, memory_bytes, cpu_milli }) => ({
    atMs: at_ms,
    memoryBytes: memory_bytes,
    cpuCores: cpu_milli === null ? null : cpu_milli / 1000,
  }));
}

/** Enough for the slope of an hour. */
const TREND_MAX = 240;

/** The newest samples of memory in a stretch. */
export async function memorySamples(db: Db, stretch: Stretch): Promise<MemorySample[]> {
  const { environment, sinceMs, untilMs } = stretch;
  const rows = await db
    .selectFrom("resource_sample")
    .select(["at_ms as atMs", sql<number>`memory_bytes`.as("bytes")])
    .where("environment", "=", environment)
    .where("at_ms", ">=", sinceMs)
    .where("at_ms", "<=", untilMs)
    .where("memory_bytes", "is not", null)
    .orderBy("at_ms", "desc")
    .limit(TREND_MAX)
    .execute();
  return rows;
}

export interface CheckCounts {
  /** Of the editor. */
  gates: { passed: number; failed: number };
  charts: { embedded: number; known: number };
}

/** What the runs of a stretch passed and failed. */
export async function checkCounts(db: Db, { environment, sinceMs, untilMs }: Stretch): Promise<CheckCounts> {
  const { passed, failed, embedded, known } = await db
    .selectFrom("quality_run")
    .select([
      sql<number>`coalesce(sum(gates_passed), 0)`.as("passed"),
      sql<number>`coalesce(sum(gates_failed), 0)`.as("failed"),
      sql<number>`coalesce(sum(chart_embedded), 0)`.as("embedded"),
      sql<number>`count(chart_embedded)`.as("known"),
    ])
    .where("at_ms", ">=", sinceMs)
    .where("at_ms", "<=", untilMs)
    .where("environment", "=", environment)
    .executeTakeFirstOrThrow();
  return { gates: { passed, failed }, charts: { embedded, known } };
}
