import type { Parsed } from "@/lib/domain/record";
import type { ErrorRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { Reading } from "./reading";

export function parseErrors(_text: string, zone: Zone, _firstLine = 1): Parsed<ErrorRecord> {
  return new Reading(zone).parsed<ErrorRecord>([]);
}
