import type { Parsed } from "@/lib/domain/record";
import type { LatencyRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { Reading } from "./reading";

export function parseLatency(_text: string, zone: Zone, _firstLine = 1): Parsed<LatencyRecord> {
  return new Reading(zone).parsed<LatencyRecord>([]);
}
