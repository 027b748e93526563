import type { Parsed } from "@/lib/domain/record";
import type { LatencyRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { environment, fields, label, milliseconds, timeText } from "./figures";
import { pathText } from "./found";
import { jsonRecords } from "./json-records";
import { ordinals } from "./ordinals";
import type { Reading } from "./reading";

const Sample = fields({
  timestamp: timeText,
  name: label,
  value_ms: milliseconds,
  environment: environment.nullish(),
});

/**
 * Reads durations that the pipeline measured: one object, an array, or one a line, as `parseArticleCosts` does.
 * A sample without a time, a name or a duration is left out with a rejection.
 */
export function parseLatency(text: string, zone: Zone, firstLine = 1): Parsed<LatencyRecord> {
  const ordinalOf = ordinals();
  return jsonRecords({ text, zone, firstLine, alone: "document" }, (found, path, reading) => {
    const sample = latency(found, path, reading);
    if (sample === null) return [];
    const { timeText, name, valueMs, environment } = sample;
    return [{ ...sample, ordinal: ordinalOf(JSON.stringify([timeText, name, valueMs, environment])) }];
  });
}

function latency(found: unknown, path: string, reading: Reading): Omit<LatencyRecord, "ordinal"> | null {
  const { value } = reading.salvage(Sample, found, path);
  if (value === null) return null;
  const atMs = reading.ms(value.timestamp, pathText(path, ["timestamp"]));
  if (atMs === null) return null;
  return {
    kind: "latency",
    environment: value.environment ?? null,
    atMs,
    timeText: value.timestamp,
    name: value.name,
    valueMs: value.value_ms,
  };
}
