import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { USD_MAX } from "@/lib/domain/money";

/** The most characters of a name, an identity or a topic, after trimming. */
export const TEXT_MAX = 500;
/** The most characters of the name of a component, a measure or a score, after trimming. */
export const LABEL_MAX = 200;
/** The most executions of a document, or articles of a file, that one reading takes. */
export const RECORDS_MAX = 200_000;
/** The longest that a run, or all its calls together, can have taken: 115 days. */
export const SECONDS_MAX = 1e7;
/** The most calls of one execution that are read. */
export const CALLS_MAX = 100_000;

const between = (min: number, max: number, error: string) =>
  z.number({ error }).min(min, { error }).max(max, { error });
const wholeBetween = (min: number, max: number, error: string) =>
  z.int({ error }).min(min, { error }).max(max, { error });

export const count = wholeBetween(0, 1e12, "a whole number from 0 to 1e12");
export const words = wholeBetween(0, 1e7, "a whole number from 0 to 1e7");
export const dollars = between(0, USD_MAX, `dollars from 0 to ${USD_MAX}`);
export const seconds = between(0, SECONDS_MAX, "seconds from 0 to 1e7");
export const hours = between(0, 1e5, "hours from 0 to 1e5");
export const percent = between(0, 100, "a number from 0 to 100");
export const milliseconds = between(0, 1e9, "milliseconds from 0 to 1e9");
export const bytes = between(0, 1e15, "bytes from 0 to 1e15");
export const cores = between(0, 1e4, "cores from 0 to 1e4");
export const flag = z.boolean({ error: "true or false" });

const TEXT = `a text of at most ${TEXT_MAX} characters`;
const IDENTITY = `a text of 1 to ${TEXT_MAX} characters`;
const LABEL = `a text of 1 to ${LABEL_MAX} characters`;

/** A text that is shown, trimmed: an agent, a model, a topic. Blank is allowed and means that nothing is said. */
export const name = z.string({ error: TEXT }).overwrite(trimmed).max(TEXT_MAX, { error: TEXT });
/** A text that tells one record from another, trimmed and never blank. */
export const identity = name.min(1, { error: IDENTITY });
/** A time as the source wrote it; whether it is one is found out with the zone at hand. */
export const timeText = z
  .string({ error: IDENTITY })
  .overwrite(storable)
  .min(1, { error: IDENTITY })
  .max(TEXT_MAX, { error: IDENTITY });
/** The name of a component, a measure or a score. */
export const label = z
  .string({ error: LABEL })
  .overwrite(trimmed)
  .min(1, { error: LABEL })
  .max(LABEL_MAX, { error: LABEL });
export const text = z.string({ error: "a text" }).overwrite(storable);
/** One of a closed list of words, in whatever case. */
export const oneOf = <const T extends readonly string[]>(allowed: T) => {
  const error = allowed.join(", ");
  return z
    .string({ error })
    .overwrite((found) => found.trim().toLowerCase())
    .pipe(z.enum(allowed, { error }));
};
export const environment = z.enum(ENVIRONMENTS, { error: ENVIRONMENTS.join(" or ") });

/** An object of which only the named fields are read. */
export const fields = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape, { error: "an object" });

/** Any array: its elements are read one by one, each by a schema of its own. */
export const list = z.custom<unknown[]>(Array.isArray, { error: "an array" });

function trimmed(text: string): string {
  return storable(text.trim());
}

/** At most that many characters of a text. */
export const cut = (text: string, max: number): string =>
  text.length > max ? text.slice(0, max).toWellFormed() : text;

/** Half a surrogate pair has no UTF-8, and NUL ends a text in some databases: U+FFFD stands in for both. */
export function storable(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes("\0") ? wellFormed.replaceAll("\0", "\ufffd") : wellFormed;
}
