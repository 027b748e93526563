import type { Malformed } from "@/lib/domain/record";

/** Says that `text` cannot be read from `offset` on. Only "\n" ends a line, so that CRLF counts once. */
export function malformedAt(text: string, offset: number, message: string): Malformed {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf("\n"); end !== -1 && end < offset; end = text.indexOf("\n", end + 1)) {
    line += 1;
    lineStart = end + 1;
  }
  return { message, line, column: offset - lineStart + 1, offset };
}

/** Where a text stops being readable, and why, for a person. */
export const placed = ({ line, column, message }: Malformed): string =>
  `line ${line}, column ${column}: ${message}`;
