import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  dev: boolean;
  host: string;
  /** Nobody but this machine can reach it. */
  loopback: boolean;
  port: number;
  /** What the rest of the program reads from the environment; undefined means unset. */
  env: Record<"GREENLIGHT_CONFIG" | "GREENLIGHT_SOURCES" | "GREENLIGHT_DEMO", string | undefined>;
}

export const USAGE = `usage: npm run up -- [--source PATH...] [--config FILE] [--port N] [--host H] [--demo | --no-demo]
       npm start -- [--source PATH...] [--config FILE] [--port N] [--host H]`;

/** A mistake of whoever typed the command; answered with the message and exit code 2. */
export class BadUsage extends Error {}

/** Paths are relative to where npm was called, which is not where npm runs its scripts. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv, fileExists = existsSync): Options {
  const { values, sources } = parse(args);
  const path = (name: string) => resolve(env.INIT_CWD || ".", name);
  const given = sources.length > 0 || values.config !== undefined;

  const up = Boolean(env.GREENLIGHT_UP);
  if (values.demo && !up) throw new BadUsage("the demo starts with: npm run up -- --demo");
  if (values.demo && values["no-demo"]) throw new BadUsage("--demo and --no-demo exclude each other");
  if (values.demo && given) throw new BadUsage("--demo shows invented data: leave it out to see your own");
  const configured =
    given || env.GREENLIGHT_CONFIG || env.GREENLIGHT_SOURCES || fileExists("greenlight.yaml");
  const demo = values.demo || (up && !configured && !values["no-demo"]);
  const host = hostName(values.host ?? (env.HOST || "127.0.0.1"));
  if (demo && !isLoopback(host))
    throw new BadUsage(
      `host "${host}" is refused: the demo has no sign-in, so it listens on this machine only`,
    );

  return {
    dev: values.dev,
    host,
    loopback: isLoopback(host),
    port: port(values.port ?? (env.PORT || "3000")),
    env: {
      GREENLIGHT_CONFIG: demo ? undefined : values.config ? path(values.config) : env.GREENLIGHT_CONFIG,
      GREENLIGHT_SOURCES: sources.length > 0 ? JSON.stringify(sources.map(path)) : env.GREENLIGHT_SOURCES,
      GREENLIGHT_DEMO: demo ? "1" : undefined,
    },
  };
}

function parse(args: string[]) {
  try {
    const { values, tokens } = parseArgs({
      args,
      allowPositionals: true,
      tokens: true,
      options: {
        source: { type: "string", multiple: true },
        config: { type: "string" },
        port: { type: "string" },
        host: { type: "string" },
        demo: { type: "boolean", default: false },
        "no-demo": { type: "boolean", default: false },
        dev: { type: "boolean", default: false },
      },
    });
    const sources: string[] = [];
    let listing = false;
    for (const token of tokens) {
      if (token.kind === "option") listing = token.name === "source";
      if (token.kind === "positional" && !listing) throw new BadUsage(`unexpected argument "${token.value}"`);
      if (token.kind !== "option-terminator" && listing) sources.push(token.value ?? "");
    }
    if ([...sources, values.config].includes("")) throw new BadUsage("a path is empty");
    return { values, sources };
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split(/[.\n]+(?:\s|$)/);
    throw new BadUsage(first);
  }
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) throw new BadUsage(`port "${text}" is not 0 to 65535`);
  return Number(text);
}

function hostName(text: string): string {
  const host = text.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  if (isIP(host) !== 0 || /^[a-z0-9._-]{1,253}$/.test(host)) return host;
  throw new BadUsage(`host "${text}" is no host name and no IP address`);
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
