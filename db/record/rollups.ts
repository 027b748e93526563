import { type RawBuilder, sql } from "kysely";
import { chunks } from "@/db/chunks";
import type { Tx } from "@/db/schema";
import { BUCKETS, FAMILIES, FAMILY_NAMES, type RollupRow, type RollupSums } from "./rollup-sums";
import { rowInsertion } from "./rows";

/** Adds sums to the stored rollups. `taking` says that some may be negative, so that rows may come down to nothing. */
export async function addRollups(tx: Tx, sums: RollupSums, taking: boolean): Promise<void> {
  for (const { table, fields, upsert } of TABLES) {
    const rows = sums.rowsOf(table);
    await upsert(tx, rows);
    if (taking) await dropEmpty(tx, table, fields, rows);
  }
}

const TABLES = FAMILY_NAMES.flatMap((family) =>
  BUCKETS.map((bucket) => {
    const table = `${family}_${bucket}` as const;
    const { keys, fields } = FAMILIES[family];
    return { table, keys, fields, upsert: rowInsertion(table, addedOnConflict(table, keys, fields)) };
  }),
);

/** Every rollup table with its columns. */
export const tables = () => TABLES;

function addedOnConflict(
  table: string,
  keys: readonly string[],
  fields: readonly string[],
): RawBuilder<unknown> {
  const added = fields.map(
    (field) => sql`${sql.ref(field)} = ${sql.table(table)}.${sql.ref(field)} + excluded.${sql.ref(field)}`,
  );
  const key = sql.join(keys.map((column) => sql.ref(column)));
  return sql`on conflict (${key}) do update set ${sql.join(added)}`;
}

async function dropEmpty(
  tx: Tx,
  table: string,
  fields: readonly string[],
  rows: readonly RollupRow[],
): Promise<void> {
  const startsMs = [...new Set(rows.map((row) => row.start_ms))];
  const empty = sql.join(
    fields.map((field) => sql`${sql.ref(field)} = 0`),
    sql` and `,
  );
  for (const piece of chunks(startsMs))
    await sql`delete from ${sql.table(table)} where start_ms in (${sql.join(piece)}) and ${empty}`.execute(
      tx,
    );
}
