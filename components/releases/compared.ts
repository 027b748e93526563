import type { CompareParameters } from "@/lib/client/queries";
import { rangeOf, type View } from "@/lib/client/view";
import type { ReleaseReply } from "@/lib/contract/releases";

/** In the address, `by=range` asks for the page's time range; without it, the time since the present split began. */
export const BY_RANGE = "range";

/** Which time the two are compared over. */
export function comparedOf(view: View): CompareParameters {
  if (view.by !== BY_RANGE) return { since: "split" };
  const { environment: _, ...range } = rangeOf(view);
  return range;
}

/** From the first share of a release until it had no say any more, whoever is live since; null before it had one. */
export function comparedSince({
  timeline,
  live,
  entered_at,
  environment: candidate,
}: ReleaseReply): CompareParameters | null {
  const from = timeline.find(({ kind }) => kind === "observing")?.time;
  if (from === undefined) return null;
  const span = { from, candidate, exact: "true" } as const;
  return live ? span : { ...span, to: entered_at };
}
