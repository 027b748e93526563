/** SQLite and PostgreSQL both take at least 32,000 parameters a statement. */
const PARAMETERS_MAX = 30_000;

/** Cuts rows into pieces of which one statement can take all values. */
export function chunks<T>(rows: readonly T[], parametersPerRow: number): T[][] {
  const size = Math.max(1, Math.min(500, Math.floor(PARAMETERS_MAX / parametersPerRow)));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

/** Asks the same question for pieces of a list, and joins the answers. */
export async function inChunks<K, R>(keys: readonly K[], ask: (piece: K[]) => Promise<R[]>): Promise<R[]> {
  const answers: R[] = [];
  for (const piece of chunks(keys, 1)) for (const row of await ask(piece)) answers.push(row);
  return answers;
}
