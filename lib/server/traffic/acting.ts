import { randomUUID } from "node:crypto";
import { remember } from "@/lib/server/remember";

/** Who acts on the balancer from this process. */
interface Acting {
  /** The name of this process in the lease. */
  readonly holder: string;
  current: { epoch: number; controller: AbortController } | null;
}

export const acting = (): Acting =>
  remember("traffic-acting", () => ({ holder: randomUUID(), current: null }));

/** For how long nobody else corrects the balancer while a change is carried out. */
export const LEASE_MS = 10_000;
