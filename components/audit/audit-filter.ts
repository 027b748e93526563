import type { AuditFilter } from "@/lib/client/pages";
import { type RangeParameters, rangeOf, type View } from "@/lib/client/view";

const TEXT_MAX = 200;
const ACTION = /^[\w.-]{1,80}$/;

/** What of the log an address asks for. What is not understood is as if it were not there: a link never breaks a page. */
export function auditFilterOf({ by, actor, q }: View): AuditFilter {
  return {
    ...(by !== null && ACTION.test(by) && { action: by }),
    ...(actor !== null && actor !== "" && actor.length <= TEXT_MAX && { actor }),
    ...(q !== null && q.trim() !== "" && { q: q.slice(0, TEXT_MAX) }),
  };
}

/** The time that is looked at; who changes something does so for both environments. */
export function auditRangeOf(view: View): RangeParameters {
  const { environment: _, ...range } = rangeOf(view);
  return range;
}
