import { sql } from "kysely";
import { chunks } from "@/db/chunks";
import type { Tx } from "@/db/schema";
import { BUCKETS, FAMILIES, FAMILY_NAMES, type RollupSum, type RollupSums } from "./rollup-sums";

/** Adds sums to the stored rollups. `taking` says that some may be negative, so that rows may come down to nothing. */
export async function addRollups(tx: Tx, sums: RollupSums, taking: boolean): Promise<void> {
  for (const { table, keys, fields } of tables()) {
    const rows = [...(sums.rows.get(table)?.values() ?? [])].filter((row) =>
      row.sums.some((sum) => sum !== 0),
    );
    for (const piece of chunks(rows, keys.length + fields.length))
      await upsert(tx, table, keys, fields, piece);
    if (taking && rows.length > 0) await dropEmpty(tx, table, fields);
  }
}

/** Every rollup table with its columns. */
export const tables = () =>
  FAMILY_NAMES.flatMap((family) =>
    BUCKETS.map((bucket) => ({ table: `${family}_${bucket}`, ...FAMILIES[family] })),
  );

async function upsert(
  tx: Tx,
  table: string,
  keys: readonly string[],
  fields: readonly string[],
  rows: readonly RollupSum[],
): Promise<void> {
  const columns = [...keys, ...fields].map((column) => sql.ref(column));
  const values = rows.map(({ key, sums }) => sql`(${sql.join([...key, ...sums])})`);
  const added = fields.map(
    (field) => sql`${sql.ref(field)} = ${sql.table(table)}.${sql.ref(field)} + excluded.${sql.ref(field)}`,
  );
  await sql`
    insert into ${sql.table(table)} (${sql.join(columns)}) values ${sql.join(values)}
    on conflict (${sql.join(keys.map((key) => sql.ref(key)))}) do update set ${sql.join(added)}
  `.execute(tx);
}

async function dropEmpty(tx: Tx, table: string, fields: readonly string[]): Promise<void> {
  const empty = sql.join(
    fields.map((field) => sql`${sql.ref(field)} = 0`),
    sql` and `,
  );
  await sql`delete from ${sql.table(table)} where ${empty}`.execute(tx);
}
