import { trafficRow } from "@/db/queries/traffic";
import { firstTraffic } from "@/db/record/traffic";
import type { TrafficRow } from "@/db/schema-traffic";
import { found, type Traffic } from "@/lib/domain/traffic";
import type { Applied } from "@/lib/drivers/traffic";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { acting } from "./acting";
import { trafficDriver } from "./driver";
import { readingOf } from "./outcome";

/** How the traffic is shown before anything was ever read: all on blue. */
export const UNREAD: Traffic = {
  epoch: 1,
  live: "blue",
  previous: null,
  backup: null,
  green: 0,
  moving: null,
};

const READ_MS_MAX = 2000;

/**
 * Who has the traffic as it is stored. At the first look ever it is what is found outside: that is taken in.
 *
 * @throws Problem driver-unreachable: nothing is stored, and nothing can be read; storage-unavailable.
 */
export async function knownTraffic(app: App, waitMs?: number): Promise<TrafficRow> {
  const stored = await trafficRow(app.store.db);
  if (stored !== null) return stored;
  const applied = await trafficDriver(app).read(AbortSignal.timeout(READ_MS_MAX));
  acting().read = { applied, atMs: app.nowMs() };
  return inTransaction(
    app,
    async (tx) => {
      const theirs = await trafficRow(tx);
      if (theirs !== null) return theirs;
      const nowMs = app.nowMs();
      return firstTraffic(tx, found(editOf(applied), nowMs), readingOf(applied, nowMs), nowMs);
    },
    waitMs,
  );
}

/** What the outside says of itself; a balancer knows weights only. */
export function editOf({ green, says }: Applied) {
  const share = green ?? 0;
  const live = says?.live ?? (share === 100 ? "green" : "blue");
  return { live, previous: says?.previous ?? null, rolledBack: says?.rolledBack ?? false, green: share };
}
