import { describe, expect, test } from "vitest";
import { type Orders, sorted, sortOf } from "@/lib/client/order";
import fc from "@/tests/support/laws";

interface Row {
  name: string;
  cost: number | null;
}

const orders: Orders<Row> = { name: ({ name }) => name, cost: ({ cost }) => cost };
const rows: Row[] = [
  { name: "b", cost: 1 },
  { name: "c", cost: null },
  { name: "a", cost: 2 },
];
const names = (sort: string) => sorted(orders, rows, sort).map(({ name }) => name);

describe("a sort", () => {
  test("rises, or falls with a minus", () => {
    expect(names("name")).toEqual(["a", "b", "c"]);
    expect(names("-name")).toEqual(["c", "b", "a"]);
  });

  test("leaves what is not known to the end either way", () => {
    expect(names("cost")).toEqual(["b", "a", "c"]);
    expect(names("-cost")).toEqual(["a", "b", "c"]);
  });

  test("of a column that there is not is the usual one", () => {
    for (const text of [null, "", "-", "price", "constructor", "--name"])
      expect(sortOf(orders, text, "-cost")).toBe("-cost");
    expect(sortOf(orders, "-name", "-cost")).toBe("-name");
  });

  test("neither loses nor invents a row, and keeps the order of equals", () => {
    const some = fc.array(
      fc.record({ name: fc.string(), cost: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }) }),
    );
    fc.assert(
      fc.property(some, fc.constantFrom("cost", "-cost"), (list, sort) => {
        const result = sorted(orders, list, sort);
        expect(result).toHaveLength(list.length);
        for (const cost of [0, 1, 2, null])
          expect(result.filter((row) => row.cost === cost)).toEqual(list.filter((row) => row.cost === cost));
      }),
    );
  });
});
