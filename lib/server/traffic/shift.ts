import type { TrafficRow } from "@/db/schema-traffic";
import { Problem } from "@/lib/domain/problem";
import { type ChangeKind, shifted, type Traffic } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { carriedOut, intended, type Wish } from "./change";

/** The state of the traffic that somebody has seen, as an entity tag. */
export const tagOf = ({ epoch }: Pick<Traffic, "epoch">): string => `"t${epoch}"`;

/**
 * Gives green that percent of new work, and answers once a read of the balancer has shown it.
 *
 * @throws Problem condition-required: no tag; stale-version: somebody was faster; impossible-now: a change is on its
 * way; driver-unreachable: the balancer did not take it, and the weights are as before; storage-unavailable.
 */
export async function shiftTraffic(
  app: App,
  green: number,
  wish: Wish,
  seen: string | null,
  kind: ChangeKind = "shift",
): Promise<Traffic> {
  const traffic = await intended(app, wish, (before, row) => {
    refuseUnseen(before, row, seen);
    return shifted(before, { green, kind, actor: wish.actor, nowMs: app.nowMs() });
  });
  if ("refused" in traffic) throw movingAlready(traffic);
  const ending = await carriedOut(app, traffic.epoch, wish);
  if (ending.state === "confirmed") return traffic;
  if (ending.state === "superseded")
    throw new Problem("impossible-now", "somebody wanted something else meanwhile, and that is what counts");
  throw new Problem("driver-unreachable", `${ending.why}. The weights are as before`);
}

function refuseUnseen(traffic: Traffic, row: TrafficRow, seen: string | null): void {
  if (seen === null)
    throw new Problem("condition-required", "If-Match: nothing found; send the ETag of GET /api/traffic");
  if (seen === tagOf(traffic)) return;
  throw new Problem(
    "stale-version",
    `${row.updated_by} was faster: green is to have ${traffic.green} % now; look at it and decide again`,
    { extra: { updated_by: row.updated_by, green: traffic.green } },
  );
}

function movingAlready(refusal: { refused: string; by?: { actor: string; kind: string } }): Problem {
  const { by } = refusal;
  return new Problem(
    "impossible-now",
    by === undefined
      ? "there is nothing to change"
      : `a ${by.kind} by ${by.actor} is on its way; a rollback is possible at any time`,
  );
}
