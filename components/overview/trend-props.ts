import type { Covered } from "@/lib/client/buckets";
import { address } from "@/lib/client/fetched";
import type { TrendSlot } from "@/lib/client/trend-slots";
import type { RangeParameters } from "@/lib/client/view";
import type { SummaryReply } from "@/lib/contract/summary";

/** What every trend chart of the Overview is given. */
export interface TrendProps {
  range: RangeParameters;
  summary: SummaryReply;
  slots: readonly TrendSlot[];
  covered: Covered;
}

export const trendsCsv = (range: RangeParameters): string =>
  address("/api/trends", { ...range, format: "csv" });
