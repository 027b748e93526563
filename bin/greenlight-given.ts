import { text } from "node:stream/consumers";
import type { ParseArgsOptionsConfig, parseArgs } from "node:util";
import type { z } from "zod";
import { keyCreate } from "@/lib/contract/keys";
import { userCreate } from "@/lib/contract/people";
import { durationMs, isDuration } from "@/lib/domain/duration";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";

/** A mistake of whoever typed the command. */
export class BadUsage extends Error {}

/** All that commands take beside their words. `--json` and `--help` go with each. */
export const OPTIONS = {
  environment: { type: "string" },
  "dry-run": { type: "boolean" },
  confirm: { type: "boolean" },
  reason: { type: "string" },
  role: { type: "string" },
  name: { type: "string" },
  title: { type: "string", multiple: true },
  "password-stdin": { type: "boolean" },
  scope: { type: "string" },
  expires: { type: "string" },
} as const satisfies ParseArgsOptionsConfig;

export type OptionName = keyof typeof OPTIONS;

export type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

export function environmentOf({ environment }: Options): Environment | null {
  const given = ENVIRONMENTS.find((name) => name === environment) ?? null;
  if (environment !== undefined && given === null)
    throw new BadUsage(`--environment: found "${environment}", allowed are blue and green`);
  return given;
}

/** The account that is wanted; its name is what stands before the @ where none is given. */
export function userOf(email: string, { role, name = email.split("@")[0] ?? email, title }: Options) {
  return checked(
    userCreate.body,
    { email, role, name, titles: title ?? [] },
    { email: "EMAIL", titles: "--title" },
  );
}

export const emailOf = (email: string): string =>
  checked(userCreate.body.pick({ email: true }), { email }, { email: "EMAIL" }).email;

export const keyOf = (name: string, { scope }: Options) =>
  checked(keyCreate.body.pick({ name: true, scope: true }), { name, scope }, { name: "NAME" });

const DAY_MS = 24 * 60 * 60 * 1000;
const TEN_YEARS_MS = 3650 * DAY_MS;

/** How long a key is to last, `90d` or `12h`; null: until it is revoked. */
export function lastsMsOf({ expires }: Options): number | null {
  if (expires === undefined) return null;
  const [, days] = /^(\d{1,4})d$/.exec(expires) ?? [];
  const ms = days === undefined && isDuration(expires) ? durationMs(expires) : Number(days) * DAY_MS;
  if (ms > 0 && ms <= TEN_YEARS_MS) return ms;
  throw new BadUsage(
    `--expires: found "${expires}", allowed is a time from now on such as 90d or 12h, up to 3650d`,
  );
}

/** What standard input holds, without the end of its line; null unless it is asked for. */
export async function passwordOf({ "password-stdin": wanted = false }: Options): Promise<string | null> {
  if (!wanted) return null;
  const password = (await text(process.stdin)).replace(/\r?\n$/, "");
  if (password === "") throw new BadUsage("--password-stdin: nothing came on standard input");
  return password;
}

/** What was given, as the contract reads it; `names` are those of the command line where they are no option's. */
function checked<S extends z.ZodType>(
  schema: S,
  given: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
): z.output<S> {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = String(issue?.path[0]);
  const name = names[field] ?? `--${field}`;
  if (given[field] === undefined) throw new BadUsage(`${name} is needed`);
  throw new BadUsage(`${name}: found ${JSON.stringify(given[field])}; ${issue?.message ?? "not allowed"}`);
}
