import type { Parsed } from "@/lib/domain/record";
import type { HealthRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { Reading } from "./reading";

export function parseHealth(_text: string, zone: Zone, _firstLine = 1): Parsed<HealthRecord> {
  return new Reading(zone).parsed<HealthRecord>([]);
}
