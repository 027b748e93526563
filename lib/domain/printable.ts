// Controls but for tab and newline; what turns the direction of a text around; separators of lines.
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A text of which nothing hides, and on which no terminal acts: what cannot be seen is written out. */
export const printable = (text: string): string => text.toWellFormed().replace(UNSEEN, named);

/** As `printable`, on one line: a line of its own could look like one of ours. */
export const printableLine = (text: string): string => printable(text).replaceAll("\n", "␊");

/** JSON of which the same holds, and that means the same. */
export const printableJson = (json: string): string =>
  json.replace(UNSEEN, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** `␛` for what has a picture of its own, else `⟨202E⟩`. */
function named(letter: string): string {
  const code = letter.charCodeAt(0);
  return code < 0x20
    ? String.fromCharCode(0x2400 + code)
    : `⟨${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
