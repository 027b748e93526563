import { providerColours, providerName, seriesColours } from "@/lib/client/colours";
import { OTHER } from "@/lib/client/series";
import { DIMENSIONS, type Dimension } from "@/lib/contract/usage";

/** What a view groups by; provider where its address does not say, or says what is not known. */
export const dimensionOf = (by: string | null): Dimension =>
  DIMENSIONS.find((dimension) => dimension === by) ?? "provider";

/** Right-to-left letters, and the marks that turn the text around them. */
const TURNS = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;
const NAME_MAX = 36;

/** Who is meant by a key, in full. */
export function nameOf(by: Dimension, key: string): string {
  if (by === "provider") return providerName(key);
  if (key === "none") return by === "environment" ? "No environment" : `No ${by} named`;
  return key === "unknown" ? `Unknown ${by}` : key;
}

/** As `nameOf`, short enough for a legend, and set apart where it would turn the text around it. */
export function labelOf(by: Dimension, key: string): string {
  const name = nameOf(by, key);
  const short = name.length <= NAME_MAX ? name : `${name.slice(0, NAME_MAX - 12)}…${name.slice(-11)}`;
  return TURNS.test(short) ? `\u2068${short}\u2069` : short;
}

const palette = (by: Dimension, keys: readonly string[]): string[] =>
  by === "model" || by === "agent" ? seriesColours(keys) : providerColours(keys);

/** One colour for each key in both charts, although they rank the keys differently. */
export function coloursOf(by: Dimension, first: readonly string[], second: readonly string[]) {
  const colours = new Map([[OTHER, palette(by, [OTHER])[0] ?? ""]]);
  palette(by, first).forEach((colour, index) => {
    colours.set(first[index] ?? "", colour);
  });
  const taken = new Set(second.map((key) => colours.get(key)));
  // What the first chart adds to its Other has the colour of Other in the second, too, where that is free.
  const free = [OTHER, ...second].map((_, index, keys) => palette(by, keys)[index] ?? "");
  const left = free.filter((colour) => !taken.has(colour));
  for (const key of second) if (!colours.has(key)) colours.set(key, left.shift() ?? free[0] ?? "");
  return colours;
}
