import { z } from "zod";
import type { Parsed } from "@/lib/domain/record";
import { redacted } from "@/lib/domain/redact";
import { HEALTH_STATUSES, type HealthRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import {
  cut,
  environment,
  fields,
  flag,
  label,
  milliseconds,
  name,
  oneOf,
  storable,
  TEXT_MAX,
  timeText,
} from "./figures";
import { foundMessage, pathText } from "./found";
import { jsonRecords } from "./json-records";
import { keptJson } from "./kept-json";
import { type Reading, surplusMessage } from "./reading";
import { isContainer } from "./salvage";

/** The most components of one check. */
const COMPONENTS_MAX = 500;
/** The most characters of a component's error. */
const ERROR_MAX = 2000;

/** What a check says of all its components, or one component of itself. */
const ofCheck = {
  timestamp: timeText.nullish(),
  version: name.nullish(),
  environment: environment.nullish(),
};
const ofComponent = {
  status: oneOf(HEALTH_STATUSES),
  // The pipeline's dependencies count those that are available: a number is no answer, but no mistake.
  available: z.union([flag, z.number()], { error: "true or false" }).nullish(),
  fallback: name.nullish(),
  latency_ms: milliseconds.nullish(),
};
const Check = fields(ofCheck);
const One = fields({ component: label, ...ofCheck, ...ofComponent });
const OneOfMany = fields({ timestamp: timeText.nullish(), ...ofComponent });

type Component = z.output<typeof OneOfMany>;
type Told = Pick<HealthRecord, "component" | "atMs" | "timeText" | "version" | "environment">;

/** Fields that a record has a place for; all others are its details. */
const PLACED = new Set(["error", "query_test", ...Object.keys(OneOfMany.shape)]);
const PLACED_ALONE = new Set([...PLACED, ...Object.keys(One.shape)]);

/**
 * Reads health checks: one component's result, or a whole check with its `components`; one, an array, or one a line.
 *
 * Each component is a record of its own, rejected by its path where it has no status; its neighbours land.
 * The check's own status is not read: the whole is as bad as its worst component. Texts are without secrets.
 */
export function parseHealth(text: string, zone: Zone, firstLine = 1): Parsed<HealthRecord> {
  return jsonRecords({ text, zone, firstLine, alone: "document" }, (found, path, reading) =>
    isContainer(found) && !Array.isArray(found) && Object.hasOwn(found, "component")
      ? componentAlone(found, path, reading)
      : componentsOf(found, path, reading),
  );
}

type Fields = Readonly<Record<PropertyKey, unknown>>;

function componentAlone(found: Fields, path: string, reading: Reading): HealthRecord[] {
  const { value } = reading.salvage(One, found, path);
  if (value === null) return [];
  const told = {
    component: value.component,
    ...timeOf(value.timestamp, path, reading),
    version: value.version || null,
    environment: value.environment ?? null,
  };
  return [recordOf(told, value, found, PLACED_ALONE, reading)];
}

function componentsOf(found: unknown, path: string, reading: Reading): HealthRecord[] {
  const { value } = reading.salvage(Check, found, path);
  if (value === null || !isContainer(found)) return [];
  const at = pathText(path, ["components"]);
  const { components } = found;
  if (!isContainer(components) || Array.isArray(components)) {
    reading.reject(at, foundMessage(components, "an object of components; else the check is left out"));
    return [];
  }
  const check = {
    ...timeOf(value.timestamp, path, reading),
    version: value.version || null,
    environment: value.environment ?? null,
  };
  const records: HealthRecord[] = [];
  const names = Object.keys(components);
  for (const key of names.slice(0, COMPONENTS_MAX)) {
    if (reading.stopped()) break;
    const one = oneOfMany(key, components[key], pathText(at, [key]), check, reading);
    if (one !== null) records.push(one);
  }
  if (names.length > COMPONENTS_MAX) reading.reject(at, surplusMessage(names.length, COMPONENTS_MAX));
  return records;
}

function oneOfMany(
  key: string,
  found: unknown,
  path: string,
  check: Omit<Told, "component">,
  reading: Reading,
): HealthRecord | null {
  const component = reading.salvage(label, key, path).value;
  if (component === null) return null;
  const { value } = reading.salvage(OneOfMany, found, path);
  if (value === null || !isContainer(found)) return null;
  const own = timeOf(value.timestamp, path, reading);
  const time = own.atMs === null ? { atMs: check.atMs, timeText: check.timeText } : own;
  return recordOf({ ...check, ...time, component }, value, found, PLACED, reading);
}

function timeOf(
  text: string | null | undefined,
  path: string,
  reading: Reading,
): Pick<Told, "atMs" | "timeText"> {
  const atMs = reading.ms(text, pathText(path, ["timestamp"]));
  return { atMs, timeText: atMs === null ? null : (text ?? null) };
}

function recordOf(
  told: Told,
  value: Component,
  found: Fields,
  placed: ReadonlySet<string>,
  reading: Reading,
): HealthRecord {
  const counted = typeof value.available === "number";
  const details = Object.keys(found).filter((key) => !placed.has(key) || (counted && key === "available"));
  const queryTest = found.query_test ?? null;
  return {
    kind: "health",
    ...told,
    status: value.status,
    available: typeof value.available === "boolean" ? value.available : null,
    fallback: value.fallback ? shortText(value.fallback, TEXT_MAX) : null,
    latencyMs: value.latency_ms ?? null,
    error: errorOf(found.error, reading),
    queryTest: queryTest === null ? null : keptJson(queryTest, reading),
    details: keptJson(pick(found, details), reading),
  };
}

/** As a text; an error of any other shape is its JSON. */
function errorOf(found: unknown, reading: Reading): string | null {
  if (found === undefined || found === null) return null;
  const text =
    typeof found === "string" ? shortText(found, ERROR_MAX) : cut(keptJson(found, reading), ERROR_MAX);
  return text === "" ? null : text;
}

/** Without secrets, which are looked for before it is cut: half a key is not known as one. */
const shortText = (text: string, max: number): string =>
  cut(storable(redacted(cut(text, 4 * max))).trim(), max);

function pick(found: Fields, keys: readonly string[]): object {
  const picked: Record<string, unknown> = Object.create(null);
  for (const key of keys) picked[key] = found[key];
  return picked;
}
