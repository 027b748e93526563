import type { RangeParameters, View } from "@/lib/client/view";
import type { Figures, SummaryReply } from "@/lib/contract/summary";

/** The period that a view is compared with; null where it is not, or where nothing `happened` in it. */
export function rangeBefore(
  { previous }: SummaryReply,
  { compare, environment }: View,
  happened: (figures: Figures) => boolean,
): RangeParameters | null {
  if (!compare || !happened(previous)) return null;
  return { from: previous.from, to: previous.to, ...(environment === null ? {} : { environment }) };
}
