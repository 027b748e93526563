/** A line of a text that is not blank. `index` counts all lines from 0, `offset` the characters before it. */
export interface TextLine {
  text: string;
  index: number;
  offset: number;
}

/** The lines that hold something, one at a time; "\n" ends a line, and a "\r" before it is space to JSON. */
export function* textLines(text: string): Generator<TextLine> {
  let index = 0;
  for (let offset = 0; offset < text.length; index += 1) {
    const newline = text.indexOf("\n", offset);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(offset, end);
    if (line.trim() !== "") yield { text: line, index, offset };
    offset = end + 1;
  }
}
