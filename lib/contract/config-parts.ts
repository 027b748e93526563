import { z } from "zod";
import { durationMs, isDuration } from "@/lib/domain/duration";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { isZone } from "@/lib/domain/time";

// In the schema of the settings the message of an issue is what is allowed there, in words:
// the reader of a mistake is told "found …, allowed: …" (lib/server/config-mistake.ts).

/** Text that passes a test, and says which texts do. */
export const matching = (allowed: string, test: (text: string) => boolean) =>
  z.string(allowed).refine(test, allowed);

/** A mapping with these keys and no others. */
export function section<S extends z.ZodRawShape>(shape: S) {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? keys : `a mapping of ${keys}`),
  });
}

/** A key whose value was left blank is a key that was not written: so people comment settings out. */
export const blank = <T extends z.ZodType>(schema: T) => z.preprocess((value) => value ?? undefined, schema);

export const listOf = <T extends z.ZodType>(item: T) =>
  z.array(item, "a list").max(1000, "at most 1000 entries");

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, values.join(", "));

export function numberFrom(min: number, max: number) {
  const allowed = `a number from ${min} to ${max}`;
  return z.number(allowed).min(min, allowed).max(max, allowed);
}

export function wholeFrom(min: number, max: number) {
  const allowed = `a whole number from ${min} to ${max}`;
  return z.int(allowed).min(min, allowed).max(max, allowed);
}

export function durationFrom(shortest: string, longest: string) {
  const allowed = `a duration from ${shortest} to ${longest}, such as 15s, 5m or 1h`;
  return matching(allowed, (text) => {
    if (!isDuration(text)) return false;
    const ms = durationMs(text);
    return ms >= durationMs(shortest) && ms <= durationMs(longest);
  });
}

const isPrintable = (text: string): boolean => text.trim() !== "" && !/\p{Cc}/u.test(text);

export const text = matching(
  "text on one line, up to 500 characters (in quotes where it looks like a number)",
  (value) => isPrintable(value) && value.length <= 500,
);

export const path = matching(
  "a path, absolute or relative to this file's folder (~ is not expanded)",
  (value) => isPrintable(value) && value.length <= 4096 && !value.startsWith("~"),
);

export const name = matching("a name of letters, digits, '.', '_' and '-', up to 64 characters", (value) =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value),
);

/** Anything else could end a command on the runtime socket and begin another. */
export const haproxyName = matching("a name of letters, digits, '.', '_', ':' and '-'", (value) =>
  /^[A-Za-z0-9_.:-]{1,200}$/.test(value),
);

export const zone = matching("a time zone such as Europe/London or UTC", isZone);

export const environment = oneOf(ENVIRONMENTS);

/** An address, or a range such as 10.0.0.0/8. */
export const networkRange = matching(
  "an IP address, or a range such as 10.0.0.0/8 or fd00::/8",
  (value) => z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(value).success,
);

/** User and password in an address would be shown wherever the address is, and `fetch` refuses them. */
export const httpUrl = matching("an http:// or https:// address without user and password", (value) => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
});

/** Stricter than mail is: what could end a line or begin another address is none. */
export const mailAddress = matching(
  "an e-mail address such as oncall@example.com",
  (value) => value.length <= 254 && /^[^\s@<>,;:"()[\]\\]+@[A-Za-z0-9.-]+$/.test(value),
);

export const hostName = matching("a host's name or address", (value) =>
  /^[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,252})$|^::1$/.test(value),
);

/** Each entry that has a value of `key` needs one of its own; the issue stands at the later one. */
export const unique =
  <T>(key: keyof T & string) =>
  ({ value: entries, issues }: z.core.ParsePayload<T[]>) => {
    const seen = new Map<unknown, number>();
    entries.forEach((entry, index) => {
      if (entry[key] === undefined) return;
      const first = seen.get(entry[key]);
      if (first === undefined) seen.set(entry[key], index);
      else {
        const message = `a ${key} that no other entry has (entry ${first} has it)`;
        issues.push({ code: "custom", input: entry[key], path: [index, key], message });
      }
    });
  };
