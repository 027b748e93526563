import { randomUUID } from "node:crypto";
import type { Applied } from "@/lib/drivers/traffic";
import { remember } from "@/lib/server/remember";

/** Who acts on the balancer from this process. */
interface Acting {
  /** The name of this process in the lease. */
  readonly holder: string;
  current: { epoch: number; controller: AbortController } | null;
  /** What was read last from here, and when. Only news of it is stored. */
  read: { applied: Applied; atMs: number } | null;
}

export const acting = (): Acting =>
  remember("traffic-acting", () => ({ holder: randomUUID(), current: null, read: null }));

/** For how long nobody else corrects the balancer while a change is carried out. */
export const LEASE_MS = 10_000;
