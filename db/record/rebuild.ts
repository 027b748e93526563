import { sql } from "kysely";
import type { Tx } from "@/db/schema";
import type { Calendar } from "@/lib/domain/time";
import type { Unit } from "@/lib/domain/unit";
import { sumHealth } from "./health-sums";
import { clusters, rePair } from "./pairing";
import { sumQuality } from "./quality";
import { type Difference, eachPage, PAGE, sumErrors, sumSamples } from "./rebuild-signals";
import { type RollupRow, RollupSums, type RollupTable } from "./rollup-sums";
import { addRollups, tables } from "./rollups";
import { units } from "./units";

export interface Rebuilt {
  executions: number;
  lines: number;
  errors: number;
  /** Latency and resource samples. */
  samples: number;
  rows: number;
  differences: Difference[];
}

/** Derives and sums the raw records anew, tells where what is stored differs, and puts the new in its place. */
export async function rebuildRollups(tx: Tx, calendar: Calendar): Promise<Rebuilt> {
  const sums = new RollupSums(calendar);
  const { executions, lines } = await sumUnits(tx, sums);
  const { errors, differences } = await sumErrors(tx, sums);
  const samples = await sumSamples(tx, sums);
  await sumHealth(tx, sums);
  await sumQuality(tx, sums);
  for (const { table, keys, fields } of tables())
    differences.push(...(await compared(tx, table, keys, fields, sums)));
  for (const { table } of tables()) await sql`delete from ${sql.table(table)}`.execute(tx);
  await addRollups(tx, sums, false);
  const rows = tables().reduce((count, { table }) => count + sums.rowsOf(table).length, 0);
  return { executions, lines, errors, samples, rows, differences };
}

async function sumUnits(tx: Tx, sums: RollupSums): Promise<Pick<Rebuilt, "executions" | "lines">> {
  let executions = 0;
  const add = (found: readonly Unit[]) => {
    sums.addUnits(found, 1);
    executions += found.reduce((count, unit) => count + unit.executions.length, 0);
  };
  await eachPage(
    (after) =>
      tx
        .selectFrom("execution")
        .select("id")
        .where("id", ">", after)
        .where("line_id", "is", null)
        .orderBy("id")
        .limit(PAGE)
        .execute(),
    async (rows) => add(await units(tx, idsOf(rows), [])),
  );
  const lines = await eachPage(
    (after) =>
      tx.selectFrom("article_cost").select("id").where("id", ">", after).orderBy("id").limit(PAGE).execute(),
    async (rows) => add(await units(tx, [], idsOf(rows))),
  );
  return { executions, lines };
}

const idsOf = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

/** Pairs everything anew: what counts as an article may have changed. */
export async function rePairAll(tx: Tx): Promise<void> {
  const lines = await tx
    .selectFrom("article_cost")
    .select(["topic_key as topicKey", "at_ms as atMs"])
    .execute();
  const touches = lines.map((line) => ({ side: "line" as const, ...line }));
  for (const cluster of await clusters(tx, touches)) await rePair(tx, cluster);
}

async function compared(
  tx: Tx,
  table: RollupTable,
  keys: readonly string[],
  fields: readonly string[],
  sums: RollupSums,
): Promise<Difference[]> {
  const { rows } = await sql<RollupRow>`select * from ${sql.table(table)}`.execute(tx);
  const named = (row: RollupRow) => keys.map((key) => row[key]).join("\0");
  const valuesOf = (row: RollupRow) => fields.map((field) => row[field]).join(" ");
  const stored = new Map(rows.map((row) => [named(row), valuesOf(row)]));
  const raw = new Map(sums.rowsOf(table).map((row) => [named(row), valuesOf(row)]));
  return [...new Set([...stored.keys(), ...raw.keys()])]
    .filter((key) => stored.get(key) !== raw.get(key))
    .map((key) => ({
      table,
      key: key.replaceAll("\0", " "),
      stored: stored.get(key) ?? "none",
      raw: raw.get(key) ?? "none",
    }));
}
