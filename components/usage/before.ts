import { recorded } from "@/components/overview/recorded";
import type { RangeParameters, View } from "@/lib/client/view";
import type { SummaryReply } from "@/lib/contract/summary";

/** The period that a view is compared with; null where it is not, or where nothing was recorded in it. */
export function rangeBefore(
  { previous }: SummaryReply,
  { compare, environment }: View,
): RangeParameters | null {
  if (!compare || !recorded(previous)) return null;
  return { from: previous.from, to: previous.to, ...(environment === null ? {} : { environment }) };
}
