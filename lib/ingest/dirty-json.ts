import type { Malformed } from "@/lib/domain/record";
import { type NonFiniteToken, scanJson } from "./json-scan";
import { malformedAt } from "./position";

export type DirtyJson = { value: unknown; nonFinite: number } | { malformed: Malformed };

/**
 * Reads JSON as Python's `json.dump` writes it: a bare NaN, Infinity or -Infinity outside strings is read as null
 * and counted in `nonFinite`. Everything else must be JSON; the fault's position is that of the text as given.
 */
export function dirtyJson(text: string): DirtyJson {
  const plain = jsonValue(text);
  if (plain !== null) return { value: plain.value, nonFinite: 0 };
  const scan = scanJson(text);
  if ("message" in scan) return { malformed: malformedAt(text, scan.offset, scan.message) };
  const clean = jsonValue(withNulls(text, scan.tokens));
  if (clean === null) return { malformed: malformedAt(text, 0, "not JSON") };
  return { value: clean.value, nonFinite: scan.tokens.length };
}

function jsonValue(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function withNulls(text: string, tokens: readonly NonFiniteToken[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of tokens) {
    pieces.push(text.slice(from, start), "null");
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join("");
}
