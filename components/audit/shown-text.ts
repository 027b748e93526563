const SHOWN_MAX = 600;

// Controls but for tab and newline; what turns the direction of a text around; separators of lines.
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A text as it is shown: what cannot be seen is written out, so that nothing hides; a very long one ends early. */
export function shown(text: string): string {
  const cut = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)} …` : text;
  return seen(cut);
}

/** As `shown`, whole. */
export const seen = (text: string): string => text.toWellFormed().replace(UNSEEN, named);

/** `␛` for what has a picture of its own, else `⟨202E⟩`. */
function named(letter: string): string {
  const code = letter.charCodeAt(0);
  return code < 0x20
    ? String.fromCharCode(0x2400 + code)
    : `⟨${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
