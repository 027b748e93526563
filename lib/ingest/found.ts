import { redacted } from "@/lib/domain/redact";

const SHOWN_MAX = 24;
/** Of a longer text the rest is not even looked through. */
const LOOKED_AT_MAX = 2000;
/** Longer ones may be keys of another kind. */
const PLAIN_KEY = /^[A-Za-z_]\w{0,19}$/;
const PLAIN_LONG_KEY = /^[A-Za-z_]\w{0,99}$/;

export type Path = readonly PropertyKey[];

/** `executions[3].llm_calls[0]` and a path below it as one text. A key that is no plain word stands in quotes, shortened. */
export function pathText(root: string, path: Path): string {
  let text = root;
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (isPlain(String(key))) text += text === "" ? String(key) : `.${String(key)}`;
    else text += `[${quoted(String(key))}]`;
  }
  return text;
}

const isPlain = (key: string): boolean =>
  PLAIN_KEY.test(key) || (PLAIN_LONG_KEY.test(key) && redacted(key) === key);

/** What was found, in a few characters: `-5`, `"abc…"`, `an array`. */
export function shown(found: unknown): string {
  if (found === undefined) return "nothing";
  if (typeof found === "string") return quoted(found);
  if (Array.isArray(found)) return "an array";
  return typeof found === "object" && found !== null ? "an object" : String(found);
}

export const foundMessage = (found: unknown, allowed: string): string =>
  `found ${shown(found)}, allowed: ${allowed}`;

/** Without secrets: what does not fit is told to whoever may see the sources, and kept. */
function quoted(found: string): string {
  const text = redacted(found.slice(0, LOOKED_AT_MAX));
  const short = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
  return JSON.stringify(short.toWellFormed());
}
