import type { TrafficRow } from "@/db/schema-traffic";
import { tagOf } from "@/lib/contract/traffic";
import { Problem } from "@/lib/domain/problem";
import { type ChangeKind, type Refusal, shifted, type Traffic } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { asking } from "./acting";
import { carriedOut, type Fence, intended } from "./change";
import type { Wish } from "./outcome";

/**
 * Gives green that percent of new work, and answers once a read of the balancer has shown it. The share that it is to
 * have already is a change all the same: it is sent, and so put back where a hand has moved it.
 *
 * @throws Problem condition-required: no tag; stale-version: somebody was faster; impossible-now: a change is on its
 * way; driver-unreachable: the balancer did not take it; storage-unavailable; bad-input: no entity tag.
 */
export function shiftTraffic(
  app: App,
  green: number,
  wish: Wish,
  seen: string | null,
  { kind = "shift", fence }: { kind?: ChangeKind; fence?: Fence } = {},
): Promise<Traffic> {
  const tags = seenTags(seen);
  return asking(async () => {
    const decide = (before: Traffic, row: TrafficRow) => {
      refuseUnseen(before, row, tags);
      return shifted(before, { green, kind, actor: wish.actor, nowMs: app.nowMs() });
    };
    const traffic = await intended(app, wish, decide, fence === undefined ? {} : { fence });
    if ("refused" in traffic) throw onItsWay(traffic);
    const ending = await carriedOut(app, traffic.epoch, wish);
    if (ending.state === "failed")
      throw new Problem("driver-unreachable", `${ending.why}. Wanted are the weights as before`);
    if (ending.state === "superseded")
      throw new Problem("impossible-now", "something else was wanted meanwhile, and that is what counts");
    if (!ending.stored)
      throw new Problem(
        "storage-unavailable",
        `the balancer gives green ${green} % now, but the database could not take that; it is stored as soon as it can be`,
      );
    return traffic;
  });
}

const TAG = /^(?:W\/)?"[^"]*"$/;

/** The tags of an If-Match; null: `*`, whatever there is. */
function seenTags(seen: string | null): readonly string[] | null {
  if (seen === null || seen.trim() === "")
    throw new Problem("condition-required", "If-Match: nothing found; send the ETag of GET /api/traffic");
  if (seen.trim() === "*") return null;
  const tags = seen.split(",").map((tag) => tag.trim());
  const wrong = tags.find((tag) => !TAG.test(tag));
  if (wrong === undefined) return tags;
  throw new Problem(
    "bad-input",
    `If-Match: found ${wrong.slice(0, 60)}, allowed is an entity tag such as "t5"`,
  );
}

/** A weak tag never matches (RFC 9110): it is some proxy's, not ours. */
function refuseUnseen(traffic: Traffic, row: TrafficRow, tags: readonly string[] | null): void {
  if (tags === null || tags.includes(tagOf(traffic))) return;
  throw new Problem(
    "stale-version",
    `${row.updated_by} was faster: green is to have ${traffic.green} % now; look at it and decide again`,
    { extra: { updated_by: row.updated_by, green: traffic.green } },
  );
}

function onItsWay(refusal: Refusal): Problem {
  if (refusal.refused === "nothing-to-undo") return new Problem("impossible-now", refusal.why);
  const { kind, actor } = refusal.by;
  const words = `a ${kind} by ${actor} is on its way`;
  return new Problem(
    "impossible-now",
    kind === "rollback"
      ? `${words}; it is done first, however often it has to be tried`
      : `${words}; a rollback is possible at any time`,
  );
}
