import { useState } from "react";
import { Card } from "@/components/card";
import { type Column, DataTable } from "@/components/data-table";
import { Moment } from "@/components/lists/cells";
import { FilterField, matches } from "@/components/lists/filter-field";
import { Sparkline } from "@/components/sparkline";
import { gathered } from "@/lib/client/buckets";
import { address } from "@/lib/client/fetched";
import { type Orders, sorted, sortOf } from "@/lib/client/order";
import { useView } from "@/lib/client/use-view";
import type { RangeParameters } from "@/lib/client/view";
import type { ErrorGroup, ErrorsReply } from "@/lib/contract/errors";
import { count, counted } from "@/lib/domain/format";
import { ErrorMessage } from "./error-message";
import { Lasted } from "./lasted";

interface Props {
  range: RangeParameters;
  errors: ErrorsReply;
  readMs: number;
}

const USUAL = "-last_seen";

const ORDERS: Orders<ErrorGroup> = {
  message: (group) => `${group.class} ${group.kind ?? ""} ${group.message}`,
  count: (group) => group.count,
  first_seen: (group) => group.first_seen,
  last_seen: (group) => group.last_seen,
};

/** So few are read at a glance; the rest is asked for. */
const SHOWN_AT_FIRST = 10;

/** What went wrong, one row for all that is the same, the one seen last first. */
export function ErrorTable({ range, errors, readMs }: Props) {
  const { view } = useView();
  const [all, setAll] = useState(false);
  const { latest, timezone: zone } = errors;
  const sort = sortOf(ORDERS, view.sort, USUAL);
  const found = latest.filter((group) => matches(view.q, textsOf(group)));
  const rows = sorted(ORDERS, found, sort);
  const shown = all ? rows : rows.slice(0, SHOWN_AT_FIRST);
  return (
    <Card
      title="What went wrong"
      unit={unitOf(latest.length)}
      actions={
        <a
          href={address("/api/errors", { ...range, group: "class", format: "csv" })}
          download
          className="link no-print text-small"
        >
          CSV<span className="sr-only"> of errors</span>
        </a>
      }
    >
      {(latest.length > SHOWN_AT_FIRST || view.q !== null) && (
        <div className="mb-1.5 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-small text-ink-3">
          <FilterField label="Filter errors" />
          <p role="status">{view.q !== null && `${count(found.length)} of ${count(latest.length)} match`}</p>
        </div>
      )}
      <DataTable
        caption="Errors, grouped by what is the same"
        rows={shown}
        rowKey={({ fingerprint }) => fingerprint}
        sort={sort}
        columns={columns(errors, zone, readMs)}
      />
      {shown.length < rows.length && (
        <button type="button" onClick={() => setAll(true)} className="control no-print mt-2">
          Show {counted(rows.length - shown.length, "more", "more")}
        </button>
      )}
    </Card>
  );
}

/** The server names no more than these. */
const NAMED_MAX = 50;

const unitOf = (groups: number): string =>
  groups < NAMED_MAX ? counted(groups, "group") : `the ${NAMED_MAX} groups seen last`;

const textsOf = ({ class: name, kind, message, component, job, environment }: ErrorGroup) => [
  name,
  kind,
  message,
  component,
  job,
  environment,
];

/** On the axis of the charts above. Where there was none, there are none of it: zero, not unknown. */
const trendOf = (errors: ErrorsReply, trend: ErrorGroup["trend"]): number[] =>
  gathered(errors, trend).map(({ rows }) => rows.reduce((sum, point) => sum + point.count, 0));

const columns = (errors: ErrorsReply, zone: string, readMs: number): Column<ErrorGroup>[] => [
  {
    key: "message",
    title: "Error",
    sortable: true,
    cell: (group) => <ErrorMessage group={group} zone={zone} readMs={readMs} />,
  },
  { key: "count", title: "Count", numeric: true, sortable: true, cell: (group) => count(group.count) },
  {
    key: "trend",
    title: "Trend",
    from: "sm",
    cell: ({ trend }) => (
      <div className="w-24">
        <Sparkline values={trendOf(errors, trend)} />
      </div>
    ),
  },
  {
    key: "first_seen",
    title: "First seen",
    sortable: true,
    from: "lg",
    cell: (group) => <Moment at={group.first_seen} zone={zone} />,
  },
  {
    key: "last_seen",
    title: "Last seen",
    sortable: true,
    from: "lg",
    cell: (group) => (
      <span className="whitespace-nowrap">
        <Lasted at={group.last_seen} zone={zone} readMs={readMs} /> ago
      </span>
    ),
  },
];
