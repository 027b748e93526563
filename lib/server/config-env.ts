import { isAbsolute } from "node:path";
import { z } from "zod";
import { matching, oneOf } from "@/lib/contract/config-parts";
import { type Mistake, NOWHERE, nearest, wrongValue } from "./config-mistake";

export type Env = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

const secretOf = (least: number) => {
  const isStrong = (text: string) => text.length >= least && !/[\p{Cc}\s]/u.test(text);
  return matching(`at least ${least} characters, without spaces`, isStrong);
};
const wholeNumber = (min: number, max: number) =>
  matching(
    `a whole number from ${min} to ${max}`,
    (text) => /^\d{1,7}$/.test(text) && Number(text) >= min && Number(text) <= max,
  );
const host = matching("a host name or an IP address", (text) => /^[A-Za-z0-9._:-]{1,253}$/.test(text));
const folder = matching("a path", (text) => !/\p{Cc}/u.test(text));
const password = matching("12 to 128 characters", ({ length }) => length >= 12 && length <= 128);
const absolutePaths = matching("a JSON array of absolute paths", (text) => pathsOf(text) !== null);

const variables = z
  .object({
    PORT: wholeNumber(0, 65_535).default("3000"),
    HOST: host.default("127.0.0.1"),
    GREENLIGHT_CONFIG: folder.optional(),
    GREENLIGHT_DATA_DIR: folder.default(".data"),
    GREENLIGHT_API_KEY: secretOf(24).optional(),
    GREENLIGHT_ADMIN_EMAIL: z.email("an e-mail address").optional(),
    GREENLIGHT_ADMIN_PASSWORD: password.optional(),
    GREENLIGHT_SECRET: secretOf(24).optional(),
    LOG_LEVEL: oneOf(LOG_LEVELS).default("info"),
    GREENLIGHT_SOURCES: absolutePaths.optional(),
    GREENLIGHT_DEMO: oneOf(["0", "1"]).default("0"),
    GREENLIGHT_DEMO_SPEED: wholeNumber(1, 1_000_000).optional(),
  })
  .check(({ value, issues }) => {
    const needed = (path: string, message: string) =>
      issues.push({ code: "custom", input: undefined, path: [path], message });
    const { GREENLIGHT_ADMIN_EMAIL: email, GREENLIGHT_ADMIN_PASSWORD: word } = value;
    if (email === undefined && word !== undefined)
      needed("GREENLIGHT_ADMIN_EMAIL", "both of the pair, or neither");
    if (email !== undefined && word === undefined)
      needed("GREENLIGHT_ADMIN_PASSWORD", "both of the pair, or neither");
    if (value.GREENLIGHT_DEMO === "1" && !LOOPBACK.test(value.HOST)) {
      needed("HOST", "a loopback address such as 127.0.0.1, because the demo has no sign-in");
    }
  });

export type Variables = z.output<typeof variables>;
export const VARIABLES = Object.keys(variables.shape) as readonly (keyof Variables)[];

const SECRETS: ReadonlySet<string> = new Set([
  "GREENLIGHT_API_KEY",
  "GREENLIGHT_ADMIN_PASSWORD",
  "GREENLIGHT_SECRET",
]);
export const isSecret = (variable: string): boolean => SECRETS.has(variable);

export type ReadVariables = { ok: true; variables: Variables } | { ok: false; mistakes: Mistake[] };

/** The variables that Greenlight knows; an empty one counts as unset. */
export function readVariables(env: Env): ReadVariables {
  const given = Object.fromEntries(VARIABLES.map((name) => [name, env[name] || undefined]));
  const read = variables.safeParse(given);
  if (read.success) return { ok: true, variables: read.data };
  const mistakes = read.error.issues.map(({ path: [step], message }) => {
    const name = String(step);
    const place = { file: null, ...NOWHERE, path: name };
    return wrongValue(place, foundIn(name, env[name]), message, suggestionFor(name, env[name]));
  });
  return { ok: false, mistakes };
}

function foundIn(name: string, value: string | undefined): string {
  if (value === undefined || value === "") return "nothing";
  return isSecret(name) ? `${value.length} characters (not shown)` : JSON.stringify(value.slice(0, 80));
}

const suggestionFor = (name: string, value: string | undefined): string | undefined =>
  name === "LOG_LEVEL" && value !== undefined ? nearest(value, LOG_LEVELS) : undefined;

/** The launcher's `--source PATH…`; null where the text is not a list of absolute paths. */
export function pathsOf(text: string): string[] | null {
  const paths = z.array(z.string().refine((path) => isAbsolute(path) && !/\p{Cc}/u.test(path)));
  try {
    return paths.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
