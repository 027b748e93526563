import { describe, expect, test } from "vitest";
import { type ExecutionMate, type Mate, PAIRING_WINDOW_MS, pairs } from "@/lib/domain/pairing";
import fc from "@/tests/support/laws";

const MINUTE_MS = 60_000;
const line = (id: number, minute: number): Mate => ({ id, identity: `l${id}`, atMs: minute * MINUTE_MS });
const run = (id: number, minute: number, isArticle = true): ExecutionMate => ({
  ...line(id, minute),
  identity: `e${id}`,
  isArticle,
});

describe("pairs", () => {
  test("takes what ended within 15 minutes, and nothing beyond", () => {
    expect(pairs([run(1, 0), run(2, 100)], [line(7, 15), line(8, 116)])).toEqual(new Map([[1, 7]]));
  });

  test("the nearest wins, and an article's execution belongs to one line only", () => {
    expect(pairs([run(1, 0), run(2, 2)], [line(7, 3)])).toEqual(new Map([[2, 7]]));
  });

  test("runs of single agents may share a line with the article's own", () => {
    expect(pairs([run(1, 0, false), run(2, 1, false), run(3, 3)], [line(7, 3)])).toEqual(
      new Map([
        [3, 7],
        [2, 7],
        [1, 7],
      ]),
    );
  });

  const anyExecutions = fc.uniqueArray(
    fc.record({ id: fc.nat(50), minute: fc.nat(60), isArticle: fc.boolean() }),
    { selector: (e) => e.id, maxLength: 8 },
  );
  const anyLines = fc.uniqueArray(fc.record({ id: fc.nat(50), minute: fc.nat(60) }), {
    selector: (l) => l.id,
    maxLength: 8,
  });

  test("does not depend on the order of either side, keeps the window and gives a line one article", () => {
    fc.assert(
      fc.property(anyExecutions, anyLines, fc.infiniteStream(fc.nat()), (executions, lines, dice) => {
        const runs = executions.map(({ id, minute, isArticle }) => run(id, minute, isArticle));
        const costs = lines.map(({ id, minute }) => line(id, minute));
        const found = pairs(runs, costs);
        const shuffled = <T>(list: T[]) =>
          list
            .map((item) => ({ item, die: dice.next().value }))
            .sort((a, b) => a.die - b.die)
            .map(({ item }) => item);
        expect(new Map([...pairs(shuffled(runs), shuffled(costs))].sort())).toEqual(
          new Map([...found].sort()),
        );
        const owners = runs
          .filter((execution) => execution.isArticle && found.has(execution.id))
          .map((execution) => found.get(execution.id));
        expect(new Set(owners).size).toBe(owners.length);
        for (const execution of runs) {
          const mate = costs.find((cost) => cost.id === found.get(execution.id));
          if (mate) expect(Math.abs(mate.atMs - execution.atMs)).toBeLessThanOrEqual(PAIRING_WINDOW_MS);
        }
      }),
    );
  });
});
