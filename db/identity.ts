import { hash } from "node:crypto";

/** A short, stable name for a record, from what identifies it: 20 characters that need no escaping in a URL. */
export const identityOf = (...parts: readonly string[]): string =>
  hash("sha256", JSON.stringify(parts), "base64url").slice(0, 20);
