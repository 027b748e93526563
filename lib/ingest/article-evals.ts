import type { Parsed } from "@/lib/domain/record";
import type { EvaluationRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { Reading } from "./reading";

export function parseArticleEvals(_text: string, zone: Zone, _firstLine = 1): Parsed<EvaluationRecord> {
  return new Reading(zone).parsed<EvaluationRecord>([]);
}
