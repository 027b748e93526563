/** How deep a text may be nested. `JSON.parse` has no limit, but takes seconds from here on. */
export const DEPTH_MAX = 1_000_000;
/** How many objects and arrays a text may hold: an empty one takes two characters there, and eighty bytes here. */
export const CONTAINERS_MAX = 2_000_000;

type Wish = "value" | "valueOrEnd" | "key" | "keyOrEnd" | "separator";

const WORDS = ["true", "false", "null"];
const NON_FINITE = ["NaN", "Infinity", "-Infinity"];
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows no control character inside a string.
const SPECIAL = /["\\\u0000-\u001f]/g;

/** Where a text stops being JSON (in characters from 0), and what is wrong there. */
export interface Fault {
  offset: number;
  message: string;
}

/**
 * Checks that text is JSON with bare `NaN`, `Infinity` and `-Infinity`, and tells `onNonFinite` where these stand.
 * Answers with the first fault, or null.
 *
 * One pass without recursion: its time grows with the text, its memory with the depth. It builds no values;
 * `JSON.parse` does that, faster, when the tokens are replaced.
 */
export function scanJson(text: string, onNonFinite: (start: number, end: number) => void): Fault | null {
  const open: string[] = [];
  let containers = 0;
  let wish: Wish = "value";
  let at = afterSpace(text, 0);
  while (wish !== "separator" || open.length > 0) {
    if (at >= text.length) return { offset: text.length, message: "the text ends before the JSON does" };
    const step = stepFrom(text, at, wish, open);
    if ("message" in step) return step;
    if (step.wish.endsWith("OrEnd")) containers += 1;
    if (containers > CONTAINERS_MAX)
      return { offset: at, message: `more than ${CONTAINERS_MAX} objects and arrays` };
    if (open.length > DEPTH_MAX) return { offset: at, message: `nested deeper than ${DEPTH_MAX} levels` };
    if (step.nonFinite) onNonFinite(at, step.end);
    wish = step.wish;
    at = afterSpace(text, step.end);
  }
  return at < text.length ? fault(text, at, "the end of the text") : null;
}

interface Step {
  end: number;
  wish: Wish;
  nonFinite?: boolean;
}

function stepFrom(text: string, at: number, wish: Wish, open: string[]): Step | Fault {
  const first = text.charAt(at);
  if (wish === "separator") return separatorStep(text, at, open);
  if ((wish === "valueOrEnd" && first === "]") || (wish === "keyOrEnd" && first === "}"))
    return closed(at, open);
  if (wish === "key" || wish === "keyOrEnd") return keyStep(text, at, wish);
  return valueStep(text, at, open);
}

function separatorStep(text: string, at: number, open: string[]): Step | Fault {
  const inArray = open.at(-1) === "[";
  const first = text.charAt(at);
  if (first === ",") return { end: at + 1, wish: inArray ? "value" : "key" };
  if (first === (inArray ? "]" : "}")) return closed(at, open);
  return fault(text, at, inArray ? "a comma or a closing bracket" : "a comma or a closing brace");
}

function closed(at: number, open: string[]): Step {
  open.pop();
  return { end: at + 1, wish: "separator" };
}

function keyStep(text: string, at: number, wish: Wish): Step | Fault {
  if (text.charAt(at) !== '"')
    return fault(text, at, wish === "key" ? "a quoted name" : "a quoted name or a closing brace");
  const end = stringEnd(text, at);
  if (typeof end !== "number") return end;
  const colon = afterSpace(text, end);
  return text.charAt(colon) === ":" ? { end: colon + 1, wish: "value" } : fault(text, colon, "a colon");
}

function valueStep(text: string, at: number, open: string[]): Step | Fault {
  const first = text.charAt(at);
  if (first === "{" || first === "[") {
    open.push(first);
    return { end: at + 1, wish: first === "{" ? "keyOrEnd" : "valueOrEnd" };
  }
  if (first === '"') {
    const end = stringEnd(text, at);
    return typeof end === "number" ? { end, wish: "separator" } : end;
  }
  for (const word of WORDS)
    if (text.startsWith(word, at)) return { end: at + word.length, wish: "separator" };
  for (const word of NON_FINITE)
    if (text.startsWith(word, at)) return { end: at + word.length, wish: "separator", nonFinite: true };
  NUMBER.lastIndex = at;
  return NUMBER.test(text) ? { end: NUMBER.lastIndex, wish: "separator" } : fault(text, at, "a value");
}

/** Where the string that opens at `start` ends (after its closing quote). */
function stringEnd(text: string, start: number): number | Fault {
  SPECIAL.lastIndex = start + 1;
  while (SPECIAL.test(text)) {
    const at = SPECIAL.lastIndex - 1;
    const special = text.charAt(at);
    if (special === '"') return at + 1;
    if (special !== "\\") return fault(text, at, "no control character inside a string");
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(text)) return fault(text, at, "an escape that JSON knows");
    SPECIAL.lastIndex = ESCAPE.lastIndex;
  }
  return { offset: text.length, message: "the text ends inside a string" };
}

function afterSpace(text: string, from: number): number {
  let at = from;
  for (
    let code = text.charCodeAt(at);
    code === 32 || code === 10 || code === 13 || code === 9;
    code = text.charCodeAt(at)
  )
    at += 1;
  return at;
}

function fault(text: string, offset: number, expected: string): Fault {
  if (offset >= text.length)
    return { offset: text.length, message: `the text ends where ${expected} is expected` };
  const found = JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0));
  return { offset, message: `found ${found}, expected ${expected}` };
}
