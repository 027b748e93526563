import { resolve } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { type App, openApp } from "@/lib/server/app";
import { configCheck, ingestFiles, type Outcome, rollupsRebuild, status } from "@/lib/server/commands";
import { assignKey, rollbackNow } from "@/lib/server/commands-traffic";
import { health } from "@/lib/server/health-command";
import { drill } from "@/lib/server/traffic/drill";

/** A mistake of whoever typed the command. */
export class BadUsage extends Error {}

/** All that commands take beside their words. `--json` and `--help` go with each. */
export const OPTIONS = {
  environment: { type: "string" },
  "dry-run": { type: "boolean" },
  confirm: { type: "boolean" },
  reason: { type: "string" },
} as const satisfies ParseArgsOptionsConfig;

export type OptionName = keyof typeof OPTIONS;

type Options = {
  [Name in OptionName]?: (typeof OPTIONS)[Name]["type"] extends "boolean" ? boolean : string;
};

export interface Given {
  /** What stands in the place of the words in capitals; none is blank. */
  operands: readonly string[];
  options: Options;
}

export interface Command {
  /** As it is typed. Words in capitals stand for what is given, `...` for one or more of it. */
  call: string;
  /** The options that it takes, each with what stands for its value. */
  options?: Partial<Record<OptionName, string>>;
  does: string;
  run(given: Given): Promise<Outcome>;
}

/** Every command, in the order of the usage. */
export const COMMANDS: readonly Command[] = [
  {
    call: "ingest FILE...",
    options: { environment: "blue|green" },
    does: "store files of the pipeline, kind told by content",
    run: ({ operands, options }) => {
      const environment = environmentOf(options);
      return withApp((app) => ingestFiles(app, operands.map(absolute), environment));
    },
  },
  {
    call: "status",
    does: "what is stored, from where, and whether the server answers",
    run: () => withApp(status),
  },
  {
    call: "health",
    options: { environment: "blue|green" },
    does: "how the pipeline is, as /health says; 1 where it is unhealthy",
    run: ({ options }) => {
      const environment = environmentOf(options);
      return withApp((app) => health(app, environment));
    },
  },
  {
    call: "config check FILE",
    does: "check a greenlight.yaml",
    run: ({ operands: [file = ""] }) => configCheck(absolute(file)),
  },
  {
    call: "rollups rebuild",
    does: "prove the rollups equal to the raw records, and replace them",
    run: () => withApp(rollupsRebuild),
  },
  {
    call: "assign KEY",
    does: "which environment a job belongs to; recorded",
    run: ({ operands: [key = ""] }) => withApp((app) => assignKey(app, key.trim())),
  },
  {
    call: "rollback",
    options: { "dry-run": "", confirm: "", reason: "TEXT" },
    does: "give all traffic back to the environment that was live before",
    run: ({ options: { "dry-run": dryRun = false, confirm = false, reason } }) =>
      withApp((app) => rollbackNow(app, { dryRun, confirm, reason: reason?.trim() || null })),
  },
  {
    call: "drill",
    does: "rehearse a shift and a rollback on an HAProxy of its own, and time them",
    run: () => drill(),
  },
];

/** Paths are relative to where npm was called, which is not where npm runs its scripts. */
const absolute = (file: string): string => resolve(process.env.INIT_CWD ?? ".", file);

function environmentOf({ environment }: Options): Environment | null {
  const given = ENVIRONMENTS.find((name) => name === environment) ?? null;
  if (environment !== undefined && given === null)
    throw new BadUsage(`--environment: found "${environment}", allowed are blue and green`);
  return given;
}

async function withApp(work: (app: App) => Promise<Outcome>): Promise<Outcome> {
  // Standard output is the answer: what is logged on the way would spoil it.
  const app = await openApp({ ...process.env, LOG_LEVEL: "silent" }, process.cwd(), Date.now);
  try {
    return await work(app);
  } finally {
    app.bus.close();
    await app.store.close();
  }
}
