import { printable } from "@/lib/domain/printable";

const SHOWN_MAX = 600;

/** A text as it is shown: what cannot be seen is written out, so that nothing hides; a very long one ends early. */
export function shown(text: string): string {
  const cut = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)} …` : text;
  return printable(cut);
}
