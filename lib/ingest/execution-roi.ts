import { z } from "zod";
import type { ExecutionRecord, Parsed } from "@/lib/domain/record";
import type { Zone } from "@/lib/domain/time";
import { dirtyJson } from "./dirty-json";
import { executionSchema2 } from "./execution-schema2";
import { executionV1 } from "./execution-v1";
import { fields, list, RECORDS_MAX, timeText } from "./figures";
import { malformedParsed, Reading } from "./reading";
import { isContainer } from "./salvage";

const Stamp = fields({ last_updated: timeText.nullish() }).nullish();
const Document = z.object(
  { executions: list, summary: Stamp, metadata: Stamp },
  { error: "an object with an array `executions`" },
);

/**
 * Reads `execution_roi.json`: the executions that an agent pipeline logged, in either of its two shapes.
 *
 * Never throws. Malformed means that the text is not JSON; JSON of another kind is a rejection and no records.
 */
export function parseExecutionRoi(text: string, zone: Zone): Parsed<ExecutionRecord> {
  const json = dirtyJson(text);
  if ("malformed" in json) return malformedParsed(json.malformed);
  const reading = new Reading(zone);
  reading.noteNonFinite(json.nonFinite);
  const { value } = reading.salvage(Document, json.value, "");
  if (value === null) return reading.parsed<ExecutionRecord>([]);
  const marked = shapeOf(json.value);
  const stamp = marked === "schema2" ? "metadata" : "summary";
  const lastUpdated = reading.micros(value[stamp]?.last_updated, `${stamp}.last_updated`);
  return reading.parsed(executionsOf(value.executions, marked, reading), lastUpdated);
}

type Shape = "v1" | "schema2";

function executionsOf(found: readonly unknown[], marked: Shape | null, reading: Reading): ExecutionRecord[] {
  const executions: ExecutionRecord[] = [];
  for (const [element, path] of reading.elements(found, "executions", RECORDS_MAX)) {
    const shape = marked ?? elementShape(element);
    const execution =
      shape === "v1" ? executionV1(element, path, reading) : executionSchema2(element, path, reading);
    if (execution !== null) executions.push(execution);
  }
  return executions;
}

/** The shape that the document says it has; null where it has no marker, and each execution speaks for itself. */
function shapeOf(document: unknown): Shape | null {
  if (!isContainer(document)) return null;
  if (isContainer(document.metadata) && Object.hasOwn(document.metadata, "schema_version")) return "schema2";
  return Object.hasOwn(document, "version") ? "v1" : null;
}

function elementShape(element: unknown): Shape {
  if (!isContainer(element) || Object.hasOwn(element, "llm_calls") || Object.hasOwn(element, "start_time"))
    return "v1";
  return Object.hasOwn(element, "agents") || Object.hasOwn(element, "timestamp") ? "schema2" : "v1";
}
