import type { Parsed } from "@/lib/domain/record";
import { HEALTH_STATUSES, type HealthRecord, type HealthStatus } from "@/lib/domain/signals";
import { decode } from "@/lib/ingest/decode";
import { type DirtyJson, dirtyJson } from "@/lib/ingest/dirty-json";
import { foundMessage } from "@/lib/ingest/found";
import { parserOf } from "@/lib/ingest/parse";
import { placed } from "@/lib/ingest/position";

/** What an answer turned out to be. Only of a document is there more to say than why it is none. */
export type HealthAnswer =
  | { kind: "document"; parsed: Parsed<HealthRecord>; status: HealthStatus | null }
  | { kind: "empty" }
  /** Not meant as a health document: a page, a word, JSON that says no status. */
  | { kind: "other"; why: string }
  /** Meant as one, or as JSON at least, and not readable. */
  | { kind: "amiss"; why: string };

/** Words for a service that is well in documents that are not of our kind. */
const WELL = /^(ok|okay|pass|up|alive|ready)$/i;

const ZONE = "UTC"; // What a probe is answered is of now: times in it are not taken.

/**
 * Reads what a probe was answered. Total.
 *
 * What a program prints before its document is passed over: the document begins with the first line that begins with
 * a brace. A result that names no component is that of `name`.
 */
export function healthAnswer(body: Uint8Array, name: string): HealthAnswer {
  const decoded = decode(body);
  if ("malformed" in decoded) return { kind: "other", why: placed(decoded.malformed) };
  if (decoded.text.trim() === "") return { kind: "empty" };
  const { text, json } = jsonIn(decoded.text);
  if (!("malformed" in json)) return ofJson(text, json.value, name);
  const lines = parserOf.health.parse(text, ZONE);
  if (lines.records.length > 0) return { kind: "document", parsed: lines, status: null };
  return { kind: /^\s*[{[]/.test(text) ? "amiss" : "other", why: placed(json.malformed) };
}

/** The text with what stands before its document blanked, so that positions stay those of the whole. */
function jsonIn(text: string): { text: string; json: DirtyJson } {
  const json = dirtyJson(text);
  const start = /^\{/m.exec(text)?.index ?? 0;
  if (!("malformed" in json) || start === 0) return { text, json };
  const later = text.slice(0, start).replace(/[^\n]/g, " ") + text.slice(start);
  const found = dirtyJson(later);
  return "malformed" in found && parserOf.health.parse(text, ZONE).records.length > 0
    ? { text, json }
    : { text: later, json: found };
}

function ofJson(text: string, value: unknown, name: string): HealthAnswer {
  if (typeof value !== "object" || value === null) return { kind: "other", why: "no health document" };
  if (Array.isArray(value) || "components" in value || "component" in value) {
    return ofParsed(parserOf.health.parse(text, ZONE), "status" in value ? statusIn(value.status) : null);
  }
  if (!("status" in value)) return { kind: "other", why: "no health document: it says no status" };
  if (statusIn(value.status) === null) {
    if (typeof value.status === "string" && WELL.test(value.status))
      return { kind: "other", why: "no health document" };
    return { kind: "amiss", why: `status: ${foundMessage(value.status, HEALTH_STATUSES.join(", "))}` };
  }
  // Put into the text, because a value that is written anew could be too deep to be.
  const named = text.replace("{", () => `{"component":${JSON.stringify(name)},`);
  return ofParsed(parserOf.health.parse(named, ZONE), null);
}

function ofParsed(parsed: Parsed<HealthRecord>, status: HealthStatus | null): HealthAnswer {
  if (parsed.records.length > 0 || status !== null) return { kind: "document", parsed, status };
  const [left] = parsed.rejections;
  if (left !== undefined) return { kind: "amiss", why: `${left.path || "document"}: ${left.message}` };
  return { kind: "amiss", why: parsed.malformed ? placed(parsed.malformed) : "it names no component" };
}

const statusIn = (found: unknown): HealthStatus | null => {
  const word = typeof found === "string" ? found.trim().toLowerCase() : null;
  return HEALTH_STATUSES.find((status) => status === word) ?? null;
};
