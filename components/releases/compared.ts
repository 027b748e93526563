import type { CompareParameters } from "@/lib/client/queries";
import { rangeOf, type View } from "@/lib/client/view";

/** In the address, `by=range` asks for the page's time range; without it, the time since the present split began. */
export const BY_RANGE = "range";

/** Which time the two are compared over. */
export function comparedOf(view: View): CompareParameters {
  if (view.by !== BY_RANGE) return { since: "split" };
  const { environment: _, ...range } = rangeOf(view);
  return range;
}
