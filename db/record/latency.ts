import type { Tx } from "@/db/schema";
import type { LatencyRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import type { Reception } from "./reception";

export async function recordLatency(
  _tx: Tx,
  _records: readonly LatencyRecord[],
  _reception: Reception,
): Promise<Recorded> {
  return { accepted: 0, updated: 0, duplicates: 0 };
}
