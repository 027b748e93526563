import { type RawBuilder, sql } from "kysely";
import { chunks } from "@/db/chunks";
import type { Tx } from "@/db/schema";
import { BUCKETS, FAMILY_NAMES, type RollupRow, type RollupSums, shapeOf } from "./rollup-sums";
import { rowInsertion } from "./rows";

/** Adds sums to the stored rollups. `taking` says that some may be negative, so that rows may come down to nothing. */
export async function addRollups(tx: Tx, sums: RollupSums, taking: boolean): Promise<void> {
  for (const { table, sumFields, upsert } of TABLES) {
    const rows = sums.rowsOf(table);
    await upsert(tx, rows);
    if (taking) await dropEmpty(tx, table, sumFields, rows);
  }
}

const TABLES = FAMILY_NAMES.flatMap((family) =>
  BUCKETS.map((bucket) => {
    const table = `${family}_${bucket}` as const;
    const { sums, peaks } = shapeOf(family);
    const keys = ["start_ms", ...shapeOf(family).keys];
    const sumFields = Object.keys(sums);
    const upsert = rowInsertion(table, onConflict(table, keys, sumFields, peaks));
    return { table, keys, fields: [...sumFields, ...peaks], sumFields, upsert };
  }),
);

/** Every rollup table with its columns. */
export const tables = () => TABLES;

function onConflict(
  table: string,
  keys: readonly string[],
  sums: readonly string[],
  peaks: readonly string[],
): RawBuilder<unknown> {
  const stored = (field: string) => sql`${sql.table(table)}.${sql.ref(field)}`;
  const given = (field: string) => sql`excluded.${sql.ref(field)}`;
  const key = sql.join(keys.map((column) => sql.ref(column)));
  const merged = [
    ...sums.map((field) => sql`${sql.ref(field)} = ${stored(field)} + ${given(field)}`),
    ...peaks.map(
      (field) =>
        sql`${sql.ref(field)} = case when ${given(field)} > ${stored(field)} then ${given(field)} else ${stored(field)} end`,
    ),
  ];
  return sql`on conflict (${key}) do update set ${sql.join(merged)}`;
}

async function dropEmpty(
  tx: Tx,
  table: string,
  sums: readonly string[],
  rows: readonly RollupRow[],
): Promise<void> {
  const startsMs = [...new Set(rows.map((row) => row.start_ms))];
  const empty = sql.join(
    sums.map((field) => sql`${sql.ref(field)} = 0`),
    sql` and `,
  );
  for (const piece of chunks(startsMs))
    await sql`delete from ${sql.table(table)} where start_ms in (${sql.join(piece)}) and ${empty}`.execute(
      tx,
    );
}
