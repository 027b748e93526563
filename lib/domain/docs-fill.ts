/** Documents with places for figures, `{{version}}`, and what is put into them. */

const PLACE = /\{\{\s*([^{}\n]*?)\s*\}\}/g;

/** Stands where a figure is not known: a document that people send to others never makes one up. */
export const NOT_KNOWN = "not known yet";

/** What is known for each place; null where it is not. */
export type Known<Place extends string = string> = Readonly<Record<Place, string | null>>;

/** The places of a text, each once, in their order. */
export const placesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACE)].map(([, name = ""]) => name)),
];

/**
 * The text with its places filled, once: a place that comes with what is filled in stays text.
 *
 * @throws RangeError for a place that is in no list
 */
export const filled = (text: string, known: Known): string =>
  text.replace(PLACE, (_, name: string) => {
    if (!Object.hasOwn(known, name)) throw new RangeError(`there is no figure "${name}"`);
    return known[name] ?? NOT_KNOWN;
  });

/** Text from outside on one line, in which no mark of Markdown or HTML means anything. */
export const escaped = (text: string): string =>
  text
    .replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .replace(/[\\`*_{}[\]()#+!|<>~&]/g, (mark) => `\\${mark}`);

/** A moment as documents write it, to the millisecond: "2026-11-23 12:00:05.011 UTC". */
export const utc = (time: string): string => `${time.slice(0, 23).replace("T", " ").replace("Z", "")} UTC`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const two = (value: number): string => String(value).padStart(2, "0");

/** A moment as a message says it, with the zone that it is read in: "23 Nov 2026, 14:02 (Europe/Warsaw)". */
export function zoned(time: string, zone: string): string {
  const { day, month, year, hour, minute } = Temporal.Instant.from(time).toZonedDateTimeISO(zone);
  return `${day} ${MONTHS[month - 1] ?? ""} ${year}, ${two(hour)}:${two(minute)} (${zone})`;
}
