import type { Parsed } from "@/lib/domain/record";
import type { ResourceRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { Reading } from "./reading";

export function parseResources(_text: string, zone: Zone, _firstLine = 1): Parsed<ResourceRecord> {
  return new Reading(zone).parsed<ResourceRecord>([]);
}
