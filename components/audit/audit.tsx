"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Card } from "@/components/card";
import { FailedAnswer } from "@/components/failed-answer";
import { LoadMore } from "@/components/lists/load-more";
import { usePaging } from "@/components/lists/use-paging";
import { PageHeader } from "@/components/page-header";
import { address } from "@/lib/client/fetched";
import { auditPages, CSV_ROWS } from "@/lib/client/pages";
import { useView } from "@/lib/client/use-view";
import type { RangeParameters } from "@/lib/client/view";
import { counted } from "@/lib/domain/format";
import { auditFilterOf, auditRangeOf } from "./audit-filter";
import { AuditFilters } from "./audit-filters";
import { EventItem } from "./event-item";
import { NoEvents } from "./no-events";

/** What shows nothing only where the log is empty: `auto` goes back to the first event where the last days have none. */
const WHOLE: readonly RangeParameters["range"][] = ["all", "auto"];

/** Who did what, when and why: the event log, newest first. */
export function Audit() {
  const { view } = useView();
  const range = auditRangeOf(view);
  const filter = auditFilterOf(view);
  const list = useInfiniteQuery(auditPages(range, filter));
  const paging = usePaging(list);
  const first = list.data?.pages[0];
  const events = list.data?.pages.flatMap((page) => page.events) ?? [];
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeader title="Audit" shown={first} everywhere />
      <FailedAnswer what="The event log" failed={list.isError && !list.isFetchNextPageError && list} />
      {first?.total === 0 && !filtered && <NoEvents filtered={false} all={WHOLE.includes(range.range)} />}
      {first !== undefined && (first.total > 0 || filtered) && (
        <Card
          title={counted(first.total, "event")}
          unit="newest first"
          actions={
            <a
              href={address("/api/audit", { ...range, ...filter, limit: CSV_ROWS, format: "csv" })}
              download
              className="link no-print text-small"
            >
              CSV{first.total > CSV_ROWS && `, newest ${CSV_ROWS}`}
              <span className="sr-only"> of the event log</span>
            </a>
          }
        >
          <AuditFilters actions={first.actions} actors={first.actors} />
          {first.total === 0 ? (
            <NoEvents filtered all={false} />
          ) : (
            <ol aria-label="Events, newest first" className="mt-1 divide-y divide-line">
              {events.map((event) => (
                <EventItem key={event.id} event={event} zone={first.timezone} />
              ))}
            </ol>
          )}
          <LoadMore noun="event" paging={{ ...paging, loaded: events.length, total: first.total }} />
        </Card>
      )}
    </>
  );
}
