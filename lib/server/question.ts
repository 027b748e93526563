import { extent } from "@/db/queries/extent";
import { isoTime } from "@/db/queries/money";
import type { Db } from "@/db/schema";
import type { RangeQuery } from "@/lib/contract/range";
import { Problem } from "@/lib/domain/problem";
import { type Extent, type Period, period, RangeMistake } from "@/lib/domain/range";
import type { Bucket } from "@/lib/domain/time";
import type { App } from "./app";

/** The period that a query asks for, and what every ranged answer says of it; `ends` knows how far `all` reaches. */
export async function asked(
  app: App,
  query: RangeQuery & { bucket?: Bucket | undefined },
  ends: (db: Db) => Promise<Extent> = extent,
): Promise<{ period: Period; head: { from: string; to: string; timezone: string } }> {
  const calendar = app.calendar();
  try {
    const found = period(query, calendar, app.nowMs(), await ends(app.store.db));
    const head = {
      from: isoTime(found.fromMs),
      to: isoTime(found.toMs),
      timezone: calendar.zone,
    };
    return { period: found, head };
  } catch (error) {
    if (error instanceof RangeMistake) throw new Problem("bad-input", error.message, { cause: error });
    throw error;
  }
}
