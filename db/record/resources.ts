import type { Tx } from "@/db/schema";
import type { ResourceRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import type { Reception } from "./reception";

export async function recordResources(
  _tx: Tx,
  _records: readonly ResourceRecord[],
  _reception: Reception,
): Promise<Recorded> {
  return { accepted: 0, updated: 0, duplicates: 0 };
}
