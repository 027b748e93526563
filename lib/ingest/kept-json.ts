import { redacted } from "@/lib/domain/redact";
import { cut, LABEL_MAX, storable } from "./figures";
import type { Reading } from "./reading";
import { isContainer } from "./salvage";

/** The most characters of JSON that are kept of what a check says beyond its known fields. */
export const KEPT_MAX = 16_384;
const DEPTH_MAX = 16;
const TOO_DEEP = `deeper than ${DEPTH_MAX} levels`;
/** A text is cut before it is looked through for secrets: what is kept of all is shorter anyway. */
const RAW_MAX = 4 * KEPT_MAX;

/**
 * A value of any shape as JSON, without secrets in its texts. One that is too long or too deep is cut short:
 * a level too deep is named, and of one longer than `KEPT_MAX` only its beginning is kept, as a text.
 */
export function keptJson(value: unknown, reading: Reading): string {
  const budget = { characters: RAW_MAX, deep: false };
  const json = JSON.stringify(kept(value, "", 0, budget)) ?? "null";
  if (budget.deep) reading.note(`what a check says is kept to ${DEPTH_MAX} levels`);
  if (json.length <= KEPT_MAX) return json;
  reading.note(`what a check says is kept to ${KEPT_MAX} characters`);
  return JSON.stringify({ truncated: cut(json, KEPT_MAX / 4) });
}

interface Budget {
  /** How many more characters are worth looking at. */
  characters: number;
  deep: boolean;
}

function kept(value: unknown, key: string, depth: number, budget: Budget): unknown {
  budget.characters -= 8;
  if (typeof value === "string") return withoutSecrets(value, key, budget);
  if (!isContainer(value)) return value;
  if (depth === DEPTH_MAX) {
    budget.deep = true;
    return TOO_DEEP;
  }
  if (Array.isArray(value)) {
    const elements: unknown[] = [];
    for (const element of value) {
      if (budget.characters <= 0) break;
      elements.push(kept(element, key, depth + 1, budget));
    }
    return elements;
  }
  return keptObject(value, depth, budget);
}

/** Names from outside are keys of an object without a prototype, so that none of them means anything. */
function keptObject(value: Readonly<Record<PropertyKey, unknown>>, depth: number, budget: Budget): object {
  const copy: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value)) {
    if (budget.characters <= 0) break;
    budget.characters -= key.length;
    copy[storable(redacted(cut(key, LABEL_MAX)))] = kept(value[key], key, depth + 1, budget);
  }
  return copy;
}

/** A text is looked at beside its name, too: `hunter2` is a secret only where it is called a password. */
function withoutSecrets(text: string, key: string, budget: Budget): string {
  const raw = cut(text, Math.max(budget.characters, 0));
  budget.characters -= raw.length;
  const prefix = `${cut(key, LABEL_MAX)}=`;
  const beside = key === "" ? "" : redacted(prefix + raw);
  return storable(beside.startsWith(prefix) ? redacted(beside.slice(prefix.length)) : redacted(raw));
}
