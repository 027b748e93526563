import { extent } from "@/db/queries/extent";
import { isoTime } from "@/db/queries/money";
import type { Db } from "@/db/schema";
import type { RangeQuery } from "@/lib/contract/range";
import { Problem } from "@/lib/domain/problem";
import { bounds, type Extent, type Period, RangeMistake, widened } from "@/lib/domain/range";
import type { Bucket } from "@/lib/domain/time";
import type { App } from "./app";

interface Asked {
  /** In whole buckets. */
  period: Period;
  /** As it was asked for. */
  moments: Pick<Period, "fromMs" | "toMs">;
  head: { from: string; to: string; timezone: string };
}

/** The period that a query asks for, and what every ranged answer says of it; `ends` knows how far `all` reaches. */
export async function asked(
  app: App,
  query: RangeQuery & { bucket?: Bucket | undefined },
  ends: (db: Db) => Promise<Extent> = extent,
): Promise<Asked> {
  const calendar = app.calendar();
  try {
    const moments = bounds(query, calendar, app.nowMs(), await ends(app.store.db));
    const found = widened(moments, query.bucket, calendar);
    const head = {
      from: isoTime(found.fromMs),
      to: isoTime(found.toMs),
      timezone: calendar.zone,
    };
    return { period: found, moments, head };
  } catch (error) {
    if (error instanceof RangeMistake) throw new Problem("bad-input", error.message, { cause: error });
    throw error;
  }
}
