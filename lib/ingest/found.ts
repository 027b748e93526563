const SHOWN_MAX = 24;
const PLAIN_KEY = /^[A-Za-z_]\w{0,99}$/;

export type Path = readonly PropertyKey[];

/** `executions[3].llm_calls[0]` and a path below it as one text. A key that is no plain word stands in quotes, shortened. */
export function pathText(root: string, path: Path): string {
  let text = root;
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (PLAIN_KEY.test(String(key))) text += text === "" ? String(key) : `.${String(key)}`;
    else text += `[${quoted(String(key))}]`;
  }
  return text;
}

/** What was found, in a few characters: `-5`, `"abc…"`, `an array`. */
export function shown(found: unknown): string {
  if (found === undefined) return "nothing";
  if (typeof found === "string") return quoted(found);
  if (Array.isArray(found)) return "an array";
  return typeof found === "object" && found !== null ? "an object" : String(found);
}

export const foundMessage = (found: unknown, allowed: string): string =>
  `found ${shown(found)}, allowed: ${allowed}`;

function quoted(text: string): string {
  const short = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
  return JSON.stringify(short.toWellFormed());
}
