import type { Tx } from "@/db/schema";
import type { EvaluationRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import type { Reception } from "./reception";

export async function recordEvaluations(
  _tx: Tx,
  _records: readonly EvaluationRecord[],
  _reception: Reception,
): Promise<Recorded> {
  return { accepted: 0, updated: 0, duplicates: 0 };
}
