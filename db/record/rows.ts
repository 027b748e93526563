import { type CompiledQuery, type Insertable, type RawBuilder, sql } from "kysely";
import type { Schema, Tx } from "@/db/schema";

type Value = string | number | null;

/** Lists of rows are cut into these sizes, the largest first, so that few statements serve lists of any length. */
const SIZES = [128, 32, 8, 1] as const;

/**
 * Inserts many rows into one table, with statements that end as given. All rows have the same fields: every column
 * that is to be set. The text for each size is composed once, because composing takes longer than inserting.
 */
export function rowInsertion<R = never>(table: keyof Schema, end: RawBuilder<unknown> = sql``) {
  const texts = new Map<string, CompiledQuery>();
  const compiled = (tx: Tx, columns: readonly string[], size: number): CompiledQuery => {
    const name = [size, ...columns].join(" ");
    const text = texts.get(name) ?? statement(table, columns, size, end).compile(tx);
    texts.set(name, text);
    return text;
  };
  return async (tx: Tx, rows: readonly Readonly<Record<string, Value>>[]): Promise<R[]> => {
    const columns = Object.keys(rows[0] ?? {});
    const answers: R[] = [];
    for (let start = 0; start < rows.length; ) {
      const size = SIZES.find((known) => known <= rows.length - start) ?? 1;
      const parameters: unknown[] = [];
      for (const row of rows.slice(start, start + size))
        for (const column of columns) parameters.push(row[column]);
      const answer = await tx.executeQuery<R>({ ...compiled(tx, columns, size), parameters });
      for (const row of answer.rows) answers.push(row);
      start += size;
    }
    return answers;
  };
}

/** As `rowInsertion`, of rows whose columns are known. */
export const insertion = <T extends keyof Schema, R = never>(
  table: T,
  end?: RawBuilder<unknown>,
): ((tx: Tx, rows: readonly (Insertable<Schema[T]> & Readonly<Record<string, Value>>)[]) => Promise<R[]>) =>
  rowInsertion<R>(table, end);

/** What an insert answers of each row. */
export interface Identified {
  id: number;
  identity: string;
}

/** Inserted records with their ids. In which order a database answers is not promised, so identities tell. */
export function withIds<N extends { row: { identity: string } }>(
  records: readonly N[],
  stored: readonly Identified[],
): { id: number; record: N }[] {
  const idOf = new Map(stored.map(({ id, identity }) => [identity, id]));
  return records.map((record) => {
    const id = idOf.get(record.row.identity);
    if (id === undefined) throw new Error("an inserted record got no id");
    return { id, record };
  });
}

/** Of records that were inserted where they were not there yet: those that are new, each once. */
export function newOnes<N extends { identity: string }>(
  records: readonly N[],
  inserted: readonly Identified[],
): N[] {
  const recordOf = new Map(records.map((record) => [record.identity, record]));
  return inserted.flatMap(({ identity }) => recordOf.get(identity) ?? []);
}

function statement(table: string, columns: readonly string[], size: number, end: RawBuilder<unknown>) {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const values = sql`(${sql.join(columns.map(() => null))})`;
  const rows = sql.join(Array.from({ length: size }, () => values));
  return sql`insert into ${sql.table(table)} (${names}) values ${rows} ${end}`;
}
