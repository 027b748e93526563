import type { Tx } from "@/db/schema";
import type { QualityRunRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import type { Reception } from "./reception";

export async function recordQualityRuns(
  _tx: Tx,
  _records: readonly QualityRunRecord[],
  _reception: Reception,
): Promise<Recorded> {
  return { accepted: 0, updated: 0, duplicates: 0 };
}
