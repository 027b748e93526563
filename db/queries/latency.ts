import type { Db } from "@/db/schema";
import type { LatencyReply, Percentiles } from "@/lib/contract/latency";
import { countOf, type Histogram, percentile } from "@/lib/domain/histogram";
import { longestArticles } from "./article-seconds";
import { isoTime } from "./money";
import { articleTimeRows, type Slice } from "./rollups";
import { latencyRows } from "./signal-rollups";

/** The latency under which an article's own time counts, too. */
const ARTICLE = "article";

/** One bin of one bucket. `maxUs` is null where the largest value is not known exactly. */
interface Counted {
  startMs: number;
  bin: number;
  count: number;
  maxUs: number | null;
}

/** How long things of a name took, in all and by bucket, and which names there are. Reads rollups. */
export async function latencyFigures(
  db: Db,
  slice: Slice,
  name: string,
): Promise<Pick<LatencyReply, "names" | "total" | "series">> {
  const rows = [
    ...(await sampled(db, slice, name)),
    ...(name === ARTICLE ? await articleTimes(db, slice) : []),
  ];
  const buckets = [...Map.groupBy(rows, (row) => row.startMs)].sort(([a], [b]) => a - b);
  return {
    names: await names(db, slice),
    total: percentiles(rows),
    series: buckets.map(([startMs, mine]) => ({
      time: isoTime(startMs),
      ...percentiles(mine),
      bins: [...histogram(mine)].sort(([a], [b]) => a - b).map(([bin, count]) => ({ bin, count })),
    })),
  };
}

/** Percentiles in milliseconds of every sample of a name in a slice. */
export const latencyTotal = async (db: Db, slice: Slice, name: string): Promise<Percentiles> =>
  percentiles(await sampled(db, slice, name));

/** How many samples of a name fell into each bin. */
export const latencyHistogram = async (db: Db, slice: Slice, name: string): Promise<Histogram> =>
  histogram(await sampled(db, slice, name));

function histogram(rows: readonly Counted[]): Histogram {
  const bins = new Map<number, number>();
  for (const { bin, count } of rows) bins.set(bin, (bins.get(bin) ?? 0) + count);
  return bins;
}

/** Percentiles in milliseconds of what was counted by bin. */
export function percentiles(rows: readonly Counted[]): Percentiles {
  const merged = histogram(rows);
  const max = largestMs(rows);
  const ms = (percent: 50 | 95 | 99) => {
    const seconds = percentile(merged, percent);
    // A bin is known by its middle, which can lie above the largest sample in it.
    return seconds === null ? null : Math.min(seconds * 1000, max ?? Number.POSITIVE_INFINITY);
  };
  return { count: countOf(merged), p50: ms(50), p95: ms(95), p99: ms(99), max };
}

function largestMs(rows: readonly Counted[]): number | null {
  const largest = rows.map((row) => row.maxUs).filter((maxUs) => maxUs !== null);
  if (rows.length === 0 || largest.length < rows.length) return null;
  return largest.reduce((most, maxUs) => Math.max(most, maxUs)) / 1000;
}

async function sampled(db: Db, slice: Slice, name: string): Promise<Counted[]> {
  const rows = await latencyRows(db, slice)
    .where("name", "=", name)
    .select(({ fn }) => [
      "start_ms",
      "bin",
      fn.sum<number>("count").as("count"),
      fn.max("max_us").as("max_us"),
    ])
    .groupBy(["start_ms", "bin"])
    .execute();
  return rows.map((row) => ({
    startMs: row.start_ms,
    bin: row.bin,
    count: row.count,
    maxUs: row.max_us,
  }));
}

/** What articles took. Their histogram does not hold the largest, which the records themselves say. */
async function articleTimes(db: Db, slice: Slice): Promise<Counted[]> {
  const rows = await articleTimeRows(db, slice)
    .select(({ fn }) => ["start_ms", "bin", fn.sum<number>("count").as("count")])
    .groupBy(["start_ms", "bin"])
    .execute();
  const longest = await longestArticles(
    db,
    slice,
    rows.map((row) => row.start_ms),
  );
  return rows.map(({ start_ms, bin, count }) => {
    const seconds = longest?.get(start_ms);
    return { startMs: start_ms, bin, count, maxUs: seconds === undefined ? null : seconds * 1_000_000 };
  });
}

async function names(db: Db, slice: Slice): Promise<string[]> {
  const rows = await latencyRows(db, slice).select("name").distinct().execute();
  const timed = await articleTimeRows(db, slice).select("bin").limit(1).execute();
  const found = [...rows.map((row) => row.name), ...(timed.length > 0 ? [ARTICLE] : [])];
  return [...new Set(found)].sort();
}
