import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import type { TrafficRow } from "@/db/schema-traffic";
import type { Applied } from "@/lib/drivers/traffic";
import { remember } from "@/lib/server/remember";

/** Somebody who tells the balancer something right now. */
interface Act {
  epoch: number;
  controller: AbortController;
}

/** Who acts on the balancer from this process. */
interface Acting {
  /** The name of this process in the lease. */
  readonly holder: string;
  readonly acts: Set<Act>;
  /** Changes that were asked for and have not ended yet. */
  asked: number;
  /** Rises with every act, so that a look can tell that one went on beside it. */
  begun: number;
  /** What was read last from here, and when. Only news of it is stored. */
  read: { applied: Applied; atMs: number } | null;
}

export const acting = (): Acting =>
  remember("traffic-acting", () => ({
    holder: `${process.pid}:${randomUUID()}`,
    acts: new Set<Act>(),
    asked: 0,
    begun: 0,
    read: null,
  }));

/** Runs a change from its intent to its end; until then nobody here takes it for one that was interrupted. */
export async function asking<T>(change: () => Promise<T>): Promise<T> {
  const mine = acting();
  mine.asked += 1;
  try {
    return await change();
  } finally {
    mine.asked -= 1;
  }
}

/** Runs what tells the balancer something under this epoch. It ends what goes on under an older one. */
export async function acted<T>(epoch: number, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { acts } = acting();
  const mine = { epoch, controller: new AbortController() };
  for (const older of acts) if (older.epoch < epoch) older.controller.abort();
  acts.add(mine);
  acting().begun += 1;
  try {
    return await act(mine.controller.signal);
  } finally {
    acts.delete(mine);
  }
}

export const busyHere = (): boolean => acting().asked > 0 || acting().acts.size > 0;

/** For how long nobody else corrects the balancer while a change is carried out. */
export const LEASE_MS = 10_000;

/** Whether another process that still runs has the lease. A clock that was put back does not make one longer. */
export function heldElsewhere(
  { holder, holder_until_ms }: Pick<TrafficRow, "holder" | "holder_until_ms">,
  nowMs: number,
): boolean {
  if (holder === null || holder_until_ms === null || holder === acting().holder) return false;
  const leftMs = holder_until_ms - nowMs;
  return leftMs > 0 && leftMs <= LEASE_MS && runs(Number(holder.split(":")[0]));
}

/** A number that this process has now was somebody's who is gone. */
const runs = (pid: number): boolean => pid !== process.pid && existsSync(`/proc/${pid}`);
