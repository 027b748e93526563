import { inChunks } from "@/db/chunks";
import type { Db } from "@/db/schema";
import type { ErrorEventRow } from "@/db/schema-signals";
import type { ErrorGroup } from "@/lib/contract/errors";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { ERROR_KINDS } from "@/lib/domain/signals";
import { isoTime } from "./money";
import type { Slice } from "./rollups";
import { errorRows } from "./signal-rollups";

const LATEST_MAX = 50;

export const kindOf = (kind: string): ErrorGroup["kind"] => ERROR_KINDS.find((name) => name === kind) ?? null;

/** What went wrong in a slice, grouped by what is the same: those seen last, with their newest words. */
export async function latestErrors(db: Db, slice: Slice): Promise<ErrorGroup[]> {
  const groups = await seenLast(db, slice);
  const fingerprints = groups.map((group) => group.fingerprint);
  const newest = await inChunks(
    groups.flatMap((group) => group.newest_id ?? []),
    (piece) => db.selectFrom("error_event").selectAll().where("id", "in", piece).execute(),
  );
  const events = new Map(newest.map((event) => [event.id, event]));
  const trends = await trendsOf(db, slice, fingerprints);
  return groups.flatMap((group) => {
    const event = events.get(group.newest_id ?? 0);
    if (event === undefined) return [];
    return {
      fingerprint: group.fingerprint,
      ...words(event),
      count: group.count,
      first_seen: isoTime(group.first_ms ?? event.at_ms),
      last_seen: isoTime(event.at_ms),
      trend: trends.get(group.fingerprint) ?? [],
    };
  });
}

const words = (event: ErrorEventRow) => ({
  class: event.class,
  kind: kindOf(event.kind),
  message: event.message,
  detail: event.detail,
  severity: event.severity,
  component: event.component,
  job: event.job,
  environment: ENVIRONMENTS.find((name) => name === event.environment) ?? null,
});

/** First and last are those of all that is stored; in one environment, where one is asked about. */
function seenLast(db: Db, slice: Slice) {
  const counted = errorRows(db, slice)
    .select(({ fn }) => ["fingerprint", fn.sum<number>("count").as("count")])
    .groupBy("fingerprint");
  const { environment } = slice;
  return db
    .selectFrom(counted.as("counted"))
    .select(({ selectFrom }) => {
      const every = selectFrom("error_event").whereRef("error_event.fingerprint", "=", "counted.fingerprint");
      const mine = environment === undefined ? every : every.where("environment", "=", environment);
      const newest = mine.orderBy("at_ms", "desc").orderBy("id", "desc").limit(1);
      const oldest = mine.orderBy("at_ms").orderBy("id").limit(1);
      return [
        "counted.fingerprint",
        "counted.count",
        newest.select("id").as("newest_id"),
        newest.select("at_ms").as("last_ms"),
        oldest.select("at_ms").as("first_ms"),
      ];
    })
    .orderBy("last_ms", "desc")
    .orderBy("fingerprint")
    .limit(LATEST_MAX)
    .execute();
}

async function trendsOf(db: Db, slice: Slice, fingerprints: readonly string[]) {
  const rows = await inChunks(fingerprints, (piece) =>
    errorRows(db, slice)
      .where("fingerprint", "in", piece)
      .select(({ fn }) => ["fingerprint", "start_ms", fn.sum<number>("count").as("count")])
      .groupBy(["fingerprint", "start_ms"])
      .orderBy("start_ms")
      .execute(),
  );
  return new Map(
    [...Map.groupBy(rows, (row) => row.fingerprint)].map(([fingerprint, mine]) => [
      fingerprint,
      mine.map(({ start_ms, count }) => ({ time: isoTime(start_ms), count })),
    ]),
  );
}
