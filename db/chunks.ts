/** SQLite and PostgreSQL both take at least 32,000 parameters a statement. */
const PIECE_MAX = 500;

/** Cuts a list into pieces of which one statement can take all. */
export function chunks<T>(list: readonly T[], size = PIECE_MAX): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

/** Lists are filled up to these lengths, so that few statements, once prepared, serve lists of any length. */
const LENGTHS = [1, 4, 20, 100, PIECE_MAX] as const;

/** Asks the same question for pieces of a list, and joins the answers. A piece may name its last key several times. */
export async function inChunks<K, R>(keys: readonly K[], ask: (piece: K[]) => Promise<R[]>): Promise<R[]> {
  const answers: R[] = [];
  for (const piece of chunks(keys)) for (const row of await ask(filledUp(piece))) answers.push(row);
  return answers;
}

function filledUp<K>(piece: readonly K[]): K[] {
  const last = piece.slice(-1);
  const length = LENGTHS.find((known) => known >= piece.length) ?? piece.length;
  return [...piece, ...Array.from({ length: length - piece.length }, () => last).flat()];
}
