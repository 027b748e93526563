import type { ReactNode } from "react";
import { ViewLink } from "./view/view-link";

export interface Column<Row> {
  /** Names the column in the address where it can be sorted by. */
  key: string;
  title: ReactNode;
  numeric?: boolean;
  sortable?: boolean;
  /** The width from which it has a place; below, another cell says it. Paper is as wide as `lg`. */
  from?: keyof typeof FROM;
  cell: (row: Row) => ReactNode;
}

const FROM = {
  sm: "max-sm:hidden print:table-cell",
  md: "max-md:hidden print:table-cell",
  lg: "max-lg:hidden print:table-cell",
  xl: "max-xl:hidden print:hidden",
} as const;

interface Props<Row> {
  /** What the table holds, for who cannot see what stands around it. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** What is unfolded below a row, over its whole width; null for nothing. */
  under?: (row: Row) => ReactNode;
  /** What the rows add up to, as a last line. */
  foot?: Row | undefined;
  /** `cost_usd` rising, `-cost_usd` falling. */
  sort?: string | null;
  maxHeight?: number;
}

/** A table that scrolls inside its card. Sorting is a link, so that it is in the address. */
export function DataTable<Row>(props: Props<Row>) {
  const { caption, columns, rows, rowKey, under, foot, sort = null, maxHeight } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section aria-label={caption} tabIndex={0} className="relative overflow-auto" style={{ maxHeight }}>
      <table className="w-full border-separate border-spacing-0 text-card font-normal">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={rowKey(row)} row={row} columns={columns} under={under?.(row) ?? null} />
          ))}
        </tbody>
        {foot !== undefined && (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={`sticky bottom-0 bg-surface py-2 pr-4 font-strong last:pr-1 ${placed(column)}`}
                >
                  {column.cell(foot)}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

interface LineProps<Row> extends Pick<Props<Row>, "columns"> {
  row: Row;
  under: ReactNode;
}

function Line<Row>({ row, columns, under }: LineProps<Row>) {
  return (
    <>
      <tr className="hover:bg-sunken/50">
        {columns.map((column) => (
          <td
            key={column.key}
            className={`py-2 pr-4 last:pr-1 ${under === null ? "border-b border-line" : ""} ${placed(column)}`}
          >
            {column.cell(row)}
          </td>
        ))}
      </tr>
      {under !== null && (
        <tr>
          <td colSpan={columns.length} className="border-b border-line pt-1 pb-3.5">
            {under}
          </td>
        </tr>
      )}
    </>
  );
}

/** Figures stand on the right, so that their digits are below each other. */
const placed = ({ numeric, from }: Pick<Column<never>, "numeric" | "from">): string =>
  `${numeric ? "text-right whitespace-nowrap" : "text-left"} ${from === undefined ? "" : FROM[from]}`;

const SORTED = { up: "ascending", down: "descending" } as const;
const SIGNS = { up: " ↑", down: " ↓" } as const;

interface HeadProps {
  column: Omit<Column<never>, "cell">;
  sort: string | null;
}

function Head({ column, sort }: HeadProps) {
  const { key, title, numeric, sortable } = column;
  const way = sort === key ? "up" : sort === `-${key}` ? "down" : null;
  // Largest first is what one looks for in figures, A to Z in words.
  const next = way === null ? (numeric ? `-${key}` : key) : way === "up" ? `-${key}` : key;
  return (
    <th
      scope="col"
      aria-sort={way === null ? undefined : SORTED[way]}
      className={`sticky top-0 border-b border-line-strong bg-surface py-1.5 pr-4 text-small font-normal whitespace-nowrap text-ink-3 last:pr-1 ${placed(column)}`}
    >
      {sortable ? (
        <ViewLink change={{ sort: next }} className="hover:text-ink">
          {title}
          {way !== null && SIGNS[way]}
        </ViewLink>
      ) : (
        title
      )}
    </th>
  );
}
