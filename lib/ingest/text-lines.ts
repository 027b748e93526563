/** A line of a text that is not blank. `index` counts all lines, from 0. */
export interface TextLine {
  text: string;
  index: number;
}

const NEWLINE = 10;

/** The lines that hold something, one at a time; "\n" ends a line, and a "\r" before it is space to JSON. */
export function* textLines(text: string): Generator<TextLine> {
  let index = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE) index += 1;
    if (isJsonSpace(code)) continue;
    const newline = text.indexOf("\n", at);
    const end = newline === -1 ? text.length : newline;
    yield { text: text.slice(text.lastIndexOf("\n", at) + 1, end), index };
    at = end - 1;
  }
}

const isJsonSpace = (code: number): boolean => code === NEWLINE || code === 13 || code === 32 || code === 9;
