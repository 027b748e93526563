import { randomUUID } from "node:crypto";
import { type Insertable, sql } from "kysely";
import { inChunks } from "@/db/chunks";
import { contentOf, identityOf } from "@/db/identity";
import type { Tx } from "@/db/schema";
import type { HealthResultRow, HealthResultTable } from "@/db/schema-signals";
import type { HealthRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import { addResult, addStretch, type Counted } from "./health-sums";
import { keepLargest } from "./latency-peaks";
import type { Reception } from "./reception";
import { RollupSums } from "./rollup-sums";
import { addRollups } from "./rollups";
import { type Identified, insertion, withIds } from "./rows";

type NewResult = Omit<HealthResultRow, "id" | "changed">;
type Series = Pick<HealthResultRow, "component" | "environment">;
/** As much of a stored result as its neighbours need to know. */
type Neighbour = Pick<
  HealthResultRow,
  "id" | "component" | "environment" | "at_ms" | "interval_ms" | "status"
>;

/**
 * Stores results of health checks. One that has a time of its own and was told before changes nothing, not even how
 * fresh its component is: telling again is no new check. What was received last is what holds now; what was checked
 * when decides on the history, so that results may come in any order.
 */
export async function recordHealth(
  tx: Tx,
  records: readonly HealthRecord[],
  reception: Reception,
): Promise<Recorded> {
  const recorded: Recorded = { accepted: 0, updated: 0, duplicates: 0 };
  if (records.length === 0) return recorded;
  const given = Map.groupBy(
    records.map((record) => resultOf(record, reception)),
    ({ identity }) => identity,
  );
  const stored = new Map((await storedResults(tx, [...given.keys()])).map((row) => [row.identity, row]));
  const sums = new RollupSums(reception.calendar);
  const added: NewResult[] = [];
  const replaced: Counted[] = [];
  for (const [identity, versions] of given) {
    const [known, latest] = [stored.get(identity), versions.at(-1)];
    recorded.duplicates += versions.length - 1;
    if (latest === undefined) continue;
    if (known === undefined) added.push(latest);
    else if (known.content === latest.content) recorded.duplicates += 1;
    else {
      await replaceResult(tx, sums, known, latest);
      replaced.push(known, { ...latest, at_ms: known.at_ms });
      recorded.updated += 1;
    }
  }
  await addResults(tx, sums, added);
  recorded.accepted = added.length;
  await addRollups(tx, sums, true);
  await keepLargest(tx, reception.calendar, replaced);
  return recorded;
}

function resultOf(record: HealthRecord, reception: Reception): NewResult {
  const { kind: _, environment: __, ...told } = record;
  const { component, timeText, latencyMs } = told;
  const { receivedMs } = reception;
  const environment = record.environment ?? reception.environment;
  const identity =
    timeText === null
      ? identityOf(new Date(receivedMs).toISOString(), component, environment, randomUUID())
      : identityOf(timeText, component, environment);
  return {
    identity,
    at_ms: Math.min(told.atMs ?? receivedMs, receivedMs),
    environment,
    component,
    received_ms: receivedMs,
    interval_ms: reception.intervalMsOf(component),
    status: told.status,
    available: told.available === null ? null : Number(told.available),
    fallback: told.fallback,
    latency_us: latencyMs === null ? null : Math.round(latencyMs * 1000),
    error: told.error,
    query_test: told.queryTest,
    version: told.version,
    details: told.details,
    content: contentOf(told),
  };
}

const storedResults = (tx: Tx, identities: readonly string[]): Promise<HealthResultRow[]> =>
  inChunks(identities, (piece) =>
    tx.selectFrom("health_result").selectAll().where("identity", "in", piece).execute(),
  );

/** Adds results to their series, each between the one before and the one after it in time. */
async function addResults(tx: Tx, sums: RollupSums, added: NewResult[]): Promise<void> {
  added.sort((a, b) => a.at_ms - b.at_ms);
  const rows: Insertable<HealthResultTable>[] = [];
  const changedOf = new Map<number, number>();
  for (const series of Map.groupBy(added, seriesName).values()) {
    let before: NewResult | Neighbour | null = null;
    let after: Neighbour | null | undefined;
    for (const result of series) {
      if (after === undefined || (after !== null && after.at_ms <= result.at_ms)) {
        const stored = await neighbour(tx, result, "before", result.at_ms);
        if (before === null || (stored !== null && stored.at_ms > before.at_ms)) before = stored;
        after = await neighbour(tx, result, "after", result.at_ms);
      }
      addResult(sums, result, 1);
      if (before !== null) addStretch(sums, before, result.at_ms, 1);
      if (after !== null) {
        if (before !== null) addStretch(sums, before, after.at_ms, -1);
        addStretch(sums, result, after.at_ms, 1);
        changedOf.set(after.id, differs(after, result));
      }
      rows.push({ ...result, changed: differs(result, before) });
      before = result;
    }
  }
  const stored = withIds(
    added.map((row) => ({ row })),
    await insertResults(tx, rows),
  );
  for (const [id, changed] of changedOf) await markChanged(tx, id, changed);
  await holdNow(
    tx,
    stored.map(({ id, record }) => ({ ...record.row, id })),
  );
}

const insertResults = insertion<"health_result", Identified>("health_result", sql`returning id, identity`);

/** Puts what a result says now in the place of what it said before. The one it was received as is still the same check. */
async function replaceResult(
  tx: Tx,
  sums: RollupSums,
  known: HealthResultRow,
  { at_ms: _, ...latest }: NewResult,
): Promise<void> {
  const { id, at_ms } = known;
  const next = { ...latest, at_ms };
  const before = await neighbour(tx, known, "before", at_ms, id);
  const after = await neighbour(tx, known, "after", at_ms, id);
  addResult(sums, known, -1);
  addResult(sums, next, 1);
  if (after !== null) {
    addStretch(sums, known, after.at_ms, -1);
    addStretch(sums, next, after.at_ms, 1);
    await markChanged(tx, after.id, differs(after, next));
  }
  await tx
    .updateTable("health_result")
    .set({ ...next, changed: differs(next, before) })
    .where("id", "=", id)
    .execute();
  await holdNow(tx, [{ ...next, id }]);
}

const seriesName = ({ component, environment }: Series): string => `${environment} ${component}`;

const differs = ({ status }: Pick<Neighbour, "status">, before: Pick<Neighbour, "status"> | null): number =>
  before?.status === status ? 0 : 1;

/** The stored result next to a moment in its series; with an id, next to that very result. */
async function neighbour(
  tx: Tx,
  { component, environment }: Series,
  side: "before" | "after",
  atMs: number,
  id?: number,
): Promise<Neighbour | null> {
  const [reaches, beyond, order] =
    side === "before" ? (["<=", "<", "desc"] as const) : ([">=", ">", "asc"] as const);
  const series = tx
    .selectFrom("health_result")
    .select(["id", "component", "environment", "at_ms", "interval_ms", "status"])
    .where("component", "=", component)
    .where("environment", "=", environment)
    .where("at_ms", id === undefined && side === "after" ? beyond : reaches, atMs);
  const beside =
    id === undefined
      ? series
      : series.where((where) => where.or([where("at_ms", "<>", atMs), where("id", beyond, id)]));
  const row = await beside.orderBy("at_ms", order).orderBy("id", order).limit(1).executeTakeFirst();
  return row ?? null;
}

const markChanged = (tx: Tx, id: number, changed: number) =>
  tx.updateTable("health_result").set({ changed }).where("id", "=", id).execute();

/** Notes which results were received last: of several of one component the one that was checked last. */
async function holdNow(tx: Tx, received: readonly (Series & { id: number })[]): Promise<void> {
  const latest = new Map(received.toSorted((a, b) => a.id - b.id).map((row) => [seriesName(row), row]));
  for (const { component, environment, id } of latest.values())
    await tx
      .insertInto("health_component")
      .values({ component, environment, result_id: id })
      .onConflict((conflict) => conflict.columns(["component", "environment"]).doUpdateSet({ result_id: id }))
      .execute();
}
