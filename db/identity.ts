import { hash } from "node:crypto";

/** How many digits of the time are in front: down to the second. */
const DIGITS = 14;

/**
 * A short, stable name for a record, from the text of its time and from what else identifies it: 20 characters that
 * need no escaping in a URL. The time comes first, so that records of one time lie side by side in an index.
 */
export function identityOf(timeText: string, ...rest: readonly string[]): string {
  const digits = timeText.replace(/\D/g, "").slice(0, DIGITS).padEnd(DIGITS, "0");
  const time = Number(digits).toString(36).padStart(9, "0");
  return time + hash("sha256", JSON.stringify([timeText, ...rest]), "base64url").slice(0, 11);
}

/** What a record says, as a short text: equal for records that say the same, in the same order. */
export const contentOf = (record: object): string =>
  hash("sha256", JSON.stringify(record), "base64url").slice(0, 22);
