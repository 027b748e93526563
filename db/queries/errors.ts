import type { Db } from "@/db/schema";
import type { ErrorGrouping, ErrorsReply } from "@/lib/contract/errors";
import { ERROR_CLASSES } from "@/lib/domain/signals";
import type { Calendar } from "@/lib/domain/time";
import { kindOf, latestErrors } from "./error-groups";
import { failures, jobSeries, rated } from "./failed-jobs";
import { isoTime } from "./money";
import { runSums, type Slice } from "./rollups";
import { errorRows } from "./signal-rollups";

type Figures = Omit<ErrorsReply, "from" | "to" | "timezone" | "bucket" | "group">;

/** What went wrong in a slice: counts and rates from rollups, and the newest of what is the same. */
export async function errorFigures(
  db: Db,
  slice: Slice,
  grouping: ErrorGrouping,
  calendar: Calendar,
): Promise<Figures> {
  const counts = await errorRows(db, slice)
    .select(({ fn }) => ["class", "kind", fn.sum<number>("count").as("count")])
    .groupBy(["class", "kind"])
    .execute();
  const { articles } = await runSums(db, slice);
  return {
    count: added(counts),
    ...rated(await failures(db, slice), articles),
    rate_limited: added(counts.filter(({ kind }) => kind === "rate_limit")),
    classes: classes(counts),
    series: await series(db, slice, grouping),
    jobs: (await jobSeries(db, slice, calendar)).map(({ startMs, ...jobs }) => ({
      time: isoTime(startMs),
      ...jobs,
    })),
    latest: await latestErrors(db, slice),
  };
}

const added = (rows: readonly { count: number }[]): number => rows.reduce((sum, { count }) => sum + count, 0);

function classes(counts: readonly { class: string; kind: string; count: number }[]): Figures["classes"] {
  return ERROR_CLASSES.map((name) => ({ name, mine: counts.filter((row) => row.class === name) }))
    .filter(({ mine }) => mine.length > 0)
    .map(({ name, mine }) => ({
      class: name,
      count: added(mine),
      kinds: mine.map(({ kind, count }) => ({ kind: kindOf(kind), count })).sort((a, b) => b.count - a.count),
    }))
    .sort((a, b) => b.count - a.count);
}

async function series(db: Db, slice: Slice, grouping: ErrorGrouping): Promise<Figures["series"]> {
  const rows = await errorRows(db, slice)
    .select(({ fn }) => [`${grouping} as key`, "start_ms", fn.sum<number>("count").as("count")])
    .groupBy(["start_ms", grouping])
    .orderBy("start_ms")
    .orderBy(grouping)
    .execute();
  return rows.map(({ key, start_ms, count }) => ({
    time: isoTime(start_ms),
    key: key === "" ? "none" : key,
    count,
  }));
}
