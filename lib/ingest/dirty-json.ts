import type { Malformed } from "@/lib/domain/record";
import { DEPTH_MAX, type Fault, scanJson } from "./json-scan";
import { malformedAt } from "./position";

export type DirtyJson = { value: unknown; nonFinite: number } | { malformed: Malformed };

/**
 * Reads JSON as Python's `json.dump` writes it: a bare NaN, Infinity or -Infinity outside strings is read as null
 * and counted in `nonFinite`. Everything else must be JSON; a fault's position is that in the text as given.
 */
export function dirtyJson(text: string): DirtyJson {
  const plain = mayBeTooDeep(text) ? null : jsonValue(text);
  if (plain !== null) return { value: plain.value, nonFinite: 0 };
  const cleaned = withNulls(text);
  if ("offset" in cleaned) return { malformed: malformedAt(text, cleaned.offset, cleaned.message) };
  const clean = jsonValue(cleaned.text);
  if (clean === null) return { malformed: malformedAt(text, 0, "not JSON") };
  return { value: clean.value, nonFinite: cleaned.nonFinite };
}

function jsonValue(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** A text with fewer brackets than levels allowed cannot be too deep; counting them costs next to nothing. */
function mayBeTooDeep(text: string): boolean {
  if (text.length <= DEPTH_MAX) return false;
  let brackets = 0;
  for (const bracket of "[{")
    for (
      let at = text.indexOf(bracket);
      at !== -1 && brackets <= DEPTH_MAX;
      at = text.indexOf(bracket, at + 1)
    )
      brackets += 1;
  return brackets > DEPTH_MAX;
}

const PIECES_MAX = 4096;

/** The text with null in place of each bare token. Pieces are joined in batches: there can be millions. */
function withNulls(text: string): { text: string; nonFinite: number } | Fault {
  let joined = "";
  let pieces: string[] = [];
  let from = 0;
  let nonFinite = 0;
  const fault = scanJson(text, (start, end) => {
    pieces.push(text.slice(from, start), "null");
    from = end;
    nonFinite += 1;
    if (pieces.length < PIECES_MAX) return;
    joined += pieces.join("");
    pieces = [];
  });
  return fault ?? { text: joined + pieces.join("") + text.slice(from), nonFinite };
}
