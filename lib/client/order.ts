/** What a table can be sorted by: the name in the address, and the value that it sorts by. */
export type Orders<Row> = Readonly<Record<string, (row: Row) => string | number | null>>;

/** The sort that an address asks for, such as `-cost_usd`; the usual one where it asks for none that there is. */
export const sortOf = <Row>(orders: Orders<Row>, text: string | null, usual: string): string =>
  text !== null && Object.hasOwn(orders, text.replace(/^-/, "")) ? text : usual;

/** Sorted by a column; what is not known stands last either way, and equals keep their order. */
export function sorted<Row>(orders: Orders<Row>, rows: readonly Row[], sort: string): Row[] {
  const order = orders[sort.replace(/^-/, "")];
  if (order === undefined) return [...rows];
  const way = sort.startsWith("-") ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [one, other] = [order(a), order(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return one === other ? 0 : one < other ? -way : way;
  });
}
