import { sql } from "kysely";
import type { Tx } from "@/db/schema";
import type { HealthResultRow } from "@/db/schema-signals";
import { STATE_OF, stretchOf, succeeded } from "@/lib/domain/health";
import { binOf } from "@/lib/domain/histogram";
import { addLatency } from "./latency";
import type { RollupSums } from "./rollup-sums";

const PAGE = 1000;

/** What of a result counts in sums. */
export type Counted = Pick<
  HealthResultRow,
  "component" | "environment" | "at_ms" | "interval_ms" | "status" | "available" | "error" | "latency_us"
>;

/** Adds a result and its latency; `sign` -1 takes both back, but a largest latency stays: see `keepLargest`. */
export function addResult(sums: RollupSums, result: Counted, sign: 1 | -1): void {
  const { component, environment, at_ms, status, error, latency_us } = result;
  sums.add("health", at_ms, { component, environment }, { results: 1 }, {}, sign);
  const available = result.available === null ? null : result.available !== 0;
  if (latency_us === null || !succeeded({ status, available, error })) return;
  if (sign === 1) addLatency(sums, at_ms, environment, component, latency_us);
  else {
    const key = { environment, name: component, bin: binOf(latency_us / 1_000_000) };
    sums.add("latency", at_ms, key, { count: 1 }, {}, sign);
  }
}

/** Adds the time that a result speaks for, now that the next one of its component is known; -1 takes it back. */
export function addStretch(
  sums: RollupSums,
  { component, environment, at_ms, interval_ms, status }: Omit<Counted, "available" | "error" | "latency_us">,
  nextMs: number,
  sign: 1 | -1,
): void {
  const stretch = stretchOf({ atMs: at_ms, intervalMs: interval_ms }, nextMs);
  sums.addSpan("health", stretch, { component, environment }, STATE_OF[status], sign);
}

/** Adds all stored results: what the rollups must say. The newest of each component speaks for no time yet. */
export async function sumHealth(tx: Tx, sums: RollupSums): Promise<void> {
  for (let last: (Counted & { id: number }) | undefined; ; ) {
    const page = await resultsAfter(tx, last);
    for (const result of page) {
      addResult(sums, result, 1);
      if (last?.component === result.component && last.environment === result.environment)
        addStretch(sums, last, result.at_ms, 1);
      last = result;
    }
    if (page.length < PAGE) return;
  }
}

function resultsAfter(tx: Tx, last: (Counted & { id: number }) | undefined) {
  const order = ["component", "environment", "at_ms", "id"] as const;
  const columns = sql.join(order.map((column) => sql.ref(column)));
  const page = tx
    .selectFrom("health_result")
    .select([...order, "interval_ms", "status", "available", "error", "latency_us"])
    .orderBy("component")
    .orderBy("environment")
    .orderBy("at_ms")
    .orderBy("id")
    .limit(PAGE);
  const rest =
    last === undefined
      ? page
      : page.where(sql<boolean>`(${columns}) > (${sql.join(order.map((column) => last[column]))})`);
  return rest.execute();
}
