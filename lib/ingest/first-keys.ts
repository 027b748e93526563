const HEAD_MAX = 65_536;

/**
 * The keys of the first object of a JSON text (or of the first object in its array), as far as its first 64 KiB go.
 * A text that is cut off, or no JSON at all, has the keys that were seen before it went wrong.
 */
export function firstKeys(text: string): ReadonlySet<string> {
  const head = text.slice(0, HEAD_MAX);
  const keys = new Set<string>();
  let depth = 0;
  for (let at = head.indexOf("{"); at !== -1 && at < head.length; at += 1) {
    const character = head.charAt(at);
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    if (depth === 0) break;
    if (character !== '"') continue;
    const end = closingQuote(head, at);
    if (end === -1) break;
    if (depth === 1 && /^\s*:/.test(head.slice(end + 1, end + 100))) keys.add(head.slice(at + 1, end));
    at = end;
  }
  return keys;
}

function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text.charAt(at) === "\\") at += 1;
    else if (text.charAt(at) === '"') return at;
  }
  return -1;
}
