import type { Tx } from "@/db/schema";
import type { HealthRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import type { Reception } from "./reception";

export async function recordHealth(
  _tx: Tx,
  _records: readonly HealthRecord[],
  _reception: Reception,
): Promise<Recorded> {
  return { accepted: 0, updated: 0, duplicates: 0 };
}
