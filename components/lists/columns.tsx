import type { Column } from "@/components/data-table";
import type { Environment } from "@/lib/domain/environment";
import { Mark, Moment } from "./cells";

/** Columns that articles and executions share. */

/** A column of figures; those without a place in `orders` cannot be sorted by. */
export const figureColumn = <Row,>(
  key: string,
  title: string,
  cell: Column<Row>["cell"],
  orders: object,
  from?: Column<Row>["from"],
): Column<Row> => ({
  key,
  title,
  cell,
  numeric: true,
  sortable: Object.hasOwn(orders, key),
  ...(from && { from }),
});

/** When and where, on screens wide enough; on others they stand below the name. */
export const placeColumns = <Row extends { time: string; environment: Environment | null }>(
  zone: string,
): Column<Row>[] => [
  {
    key: "time",
    title: "Time",
    sortable: true,
    from: "xl",
    cell: ({ time }) => <Moment at={time} zone={zone} />,
  },
  { key: "environment", title: "Environment", from: "xl", cell: Mark },
];
