import type { Parsed } from "@/lib/domain/record";
import type { ResourceRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { bytes, cores, environment, fields, timeText } from "./figures";
import { pathText } from "./found";
import { jsonRecords } from "./json-records";
import type { Reading } from "./reading";

const Sample = fields({
  timestamp: timeText,
  environment: environment.nullish(),
  memory_bytes: bytes.nullish(),
  cpu_cores: cores.nullish(),
});

/**
 * Reads what the pipeline's process used: one object, an array, or one a line, as `parseArticleCosts` does.
 * A sample without a time, or with neither memory nor CPU, is left out with a rejection.
 */
export function parseResources(text: string, zone: Zone, firstLine = 1): Parsed<ResourceRecord> {
  return jsonRecords({ text, zone, firstLine, alone: "document" }, (found, path, reading) => {
    const sample = resource(found, path, reading);
    return sample === null ? [] : [sample];
  });
}

function resource(found: unknown, path: string, reading: Reading): ResourceRecord | null {
  const { value, drops } = reading.salvage(Sample, found, path);
  if (value === null) return null;
  const atMs = reading.ms(value.timestamp, pathText(path, ["timestamp"]));
  if (atMs === null) return null;
  const memoryBytes = value.memory_bytes ?? null;
  const cpuCores = value.cpu_cores ?? null;
  if (memoryBytes === null && cpuCores === null) {
    if (drops.length === 0)
      reading.reject(path, "found neither memory_bytes nor cpu_cores, allowed: one of them or both");
    return null;
  }
  return {
    kind: "resource",
    environment: value.environment ?? null,
    atMs,
    timeText: value.timestamp,
    memoryBytes: memoryBytes === null ? null : Math.round(memoryBytes),
    cpuCores,
  };
}
