/** How far apart an execution and an article-costs line of one topic may end and still be one run. */
export const PAIRING_WINDOW_MS = 15 * 60_000;

/** An execution or a line of one topic. `identity` breaks ties, so that the order of arrival never matters. */
export interface Mate {
  id: number;
  identity: string;
  atMs: number;
}

export interface ExecutionMate extends Mate {
  /** An article-making execution belongs to one line only; those of single agents may share one. */
  isArticle: boolean;
}

/**
 * Which execution belongs to which line: nearest first, within the window; execution id → line id.
 *
 * A pure function of the two sets, so records of one topic may arrive in any order.
 *
 * @source docs/maths.md#one-run-in-two-sources
 */
export function pairs(executions: readonly ExecutionMate[], lines: readonly Mate[]): Map<number, number> {
  const paired = new Map<number, number>();
  const taken = new Set<number>();
  for (const { execution, line } of candidates(executions, lines)) {
    if (paired.has(execution.id) || (execution.isArticle && taken.has(line.id))) continue;
    paired.set(execution.id, line.id);
    if (execution.isArticle) taken.add(line.id);
  }
  return paired;
}

interface Candidate {
  execution: ExecutionMate;
  line: Mate;
  apartMs: number;
}

function candidates(executions: readonly ExecutionMate[], lines: readonly Mate[]): Candidate[] {
  return executions
    .flatMap((execution) =>
      lines.map((line) => ({ execution, line, apartMs: Math.abs(execution.atMs - line.atMs) })),
    )
    .filter(({ apartMs }) => apartMs <= PAIRING_WINDOW_MS)
    .sort(
      (a, b) =>
        a.apartMs - b.apartMs ||
        compare(a.line.identity, b.line.identity) ||
        compare(a.execution.identity, b.execution.identity),
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
