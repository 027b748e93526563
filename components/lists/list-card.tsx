import { Card } from "@/components/card";
import { type Column, DataTable } from "@/components/data-table";
import { ViewLink } from "@/components/view/view-link";
import { address } from "@/lib/client/fetched";
import { type Orders, sorted, sortOf } from "@/lib/client/order";
import { CSV_ROWS } from "@/lib/client/pages";
import type { RangeParameters, View } from "@/lib/client/view";
import { count, counted } from "@/lib/domain/format";
import { FilterField, matches } from "./filter-field";
import { LoadMore, type Paging } from "./load-more";

interface Props<Row> {
  /** What all rows are together, for who cannot see the page. */
  title: string;
  /** What a row is: `article`. */
  noun: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  orders: Orders<Row>;
  /** What the filter looks into. */
  texts: (row: Row) => readonly (string | null)[];
  view: View;
  range: RangeParameters;
  path: string;
  paging: Paging;
}

const NEWEST = "-time";

/** A list of so few rows needs no filter. */
const READ_AT_A_GLANCE = 8;

/** A list of records, newest first: filter and sort work on what is loaded, and say so where that is not all. */
export function ListCard<Row extends { id: string }>(props: Props<Row>) {
  const { title, noun, rows, columns, orders, texts, view, range, path, paging } = props;
  const sort = sortOf(orders, view.sort, NEWEST);
  const found = rows.filter((row) => matches(view.q, texts(row)));
  const partly = paging.loaded < paging.total && (sort !== NEWEST || view.q !== null);
  return (
    <Card
      title={counted(paging.total, noun)}
      {...(sort === NEWEST && { unit: "newest first" })}
      actions={
        <a
          href={address(path, { ...range, limit: CSV_ROWS, format: "csv" })}
          download
          className="link no-print text-small"
        >
          CSV{paging.total > CSV_ROWS && `, newest ${CSV_ROWS}`}
          <span className="sr-only"> of {title}</span>
        </a>
      }
    >
      <div className="mb-1.5 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-small text-ink-3">
        {(paging.total > READ_AT_A_GLANCE || view.q !== null) && <FilterField label={`Filter ${noun}s`} />}
        <p role="status">
          {view.q !== null && `${count(found.length)} of ${count(rows.length)} match`}
          {view.q !== null && partly && " · "}
          {partly &&
            `looks at the newest ${count(rows.length)} of ${count(paging.total)}; load more to widen it`}
        </p>
      </div>
      {found.length === 0 ? (
        <p className="py-1.5 text-body text-ink-2">
          No loaded {noun} holds these words.{" "}
          <ViewLink change={{ q: null }} className="link">
            Show all
          </ViewLink>
        </p>
      ) : (
        <DataTable
          caption={title}
          columns={columns}
          rows={sorted(orders, found, sort)}
          rowKey={({ id }) => id}
          sort={sort}
        />
      )}
      <LoadMore noun={noun} paging={paging} />
    </Card>
  );
}
