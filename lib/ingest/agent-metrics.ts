import type { Parsed } from "@/lib/domain/record";
import type { QualityRunRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { Reading } from "./reading";

export function parseAgentMetrics(_text: string, zone: Zone, _firstLine = 1): Parsed<QualityRunRecord> {
  return new Reading(zone).parsed<QualityRunRecord>([]);
}
