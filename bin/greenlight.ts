import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { type App, openApp } from "@/lib/server/app";
import { configCheck, ingestFiles, type Outcome, rollupsRebuild, status } from "@/lib/server/commands";
import { assignKey, rollbackNow } from "@/lib/server/commands-traffic";
import { health } from "@/lib/server/health-command";
import { drill } from "@/lib/server/traffic/drill";

const USAGE = `usage: npm run greenlight -- <command> [--json]
  ingest FILE... [--environment blue|green]   store files of the pipeline, kind told by content
  status                                      what is stored, from where, and whether the server answers
  health [--environment blue|green]           how the pipeline is, as /health says; 1 where it is unhealthy
  config check FILE                           check a greenlight.yaml
  drill                                       rehearse a shift and a rollback on an HAProxy of its own, and time them
  rollups rebuild                             prove the rollups equal to the raw records, and replace them
  assign KEY                                  which environment a job belongs to; recorded
  rollback [--dry-run] [--confirm] [--reason TEXT]
                                              give all traffic back to the environment that was live before`;

/** A mistake of whoever typed the command. */
class BadUsage extends Error {}

/** Paths are relative to where npm was called, which is not where npm runs its scripts. */
const absolute = (file: string): string => resolve(process.env.INIT_CWD ?? ".", file);

interface Options {
  environment: string | undefined;
  dryRun: boolean;
  confirm: boolean;
  reason: string | undefined;
}

async function run(words: readonly string[], { environment, ...rollback }: Options): Promise<Outcome> {
  const [verb, ...rest] = words;
  const given = ENVIRONMENTS.find((name) => name === environment) ?? null;
  if (environment !== undefined && given === null)
    throw new BadUsage(`--environment: found "${environment}", allowed are blue and green`);
  if (environment !== undefined && verb !== "ingest" && verb !== "health")
    throw new BadUsage("--environment goes with ingest and health");
  const { dryRun, confirm, reason } = rollback;
  if ((dryRun || confirm || reason !== undefined) && verb !== "rollback")
    throw new BadUsage("--dry-run, --confirm and --reason go with rollback");
  if (verb === "ingest" && rest.length > 0)
    return withApp((app) => ingestFiles(app, rest.map(absolute), given));
  const command = words.join(" ");
  if (command === "status") return withApp(status);
  if (command === "drill") return drill();
  if (command === "health") return withApp((app) => health(app, given));
  if (command === "rollups rebuild") return withApp(rollupsRebuild);
  if (command === "rollback")
    return withApp((app) => rollbackNow(app, { dryRun, confirm, reason: reason?.trim() || null }));
  const [key = "", ...keys] = rest;
  if (verb === "assign" && key.trim() !== "" && keys.length === 0)
    return withApp((app) => assignKey(app, key.trim()));
  const [config, check, file, ...more] = words;
  if (config === "config" && check === "check" && file !== undefined && more.length === 0)
    return configCheck(absolute(file));
  throw new BadUsage(
    command === "" ? "a command is needed" : `"${command}" is no command, or lacks something`,
  );
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

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        environment: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        confirm: { type: "boolean", default: false },
        reason: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return tell(0, USAGE);
    const { done, value, lines } = await run(positionals, {
      environment: values.environment,
      dryRun: values["dry-run"],
      confirm: values.confirm,
      reason: values.reason,
    });
    return tell(done ? 0 : 1, values.json ? JSON.stringify(value, null, 2) : lines.join("\n"));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const misused = error instanceof BadUsage || (error instanceof TypeError && "code" in error);
    process.stderr.write(misused ? `${message}\n${USAGE}\n` : `${message}\n`);
    return misused ? 2 : 1;
  }
}

function tell(code: number, text: string): number {
  process.stdout.write(`${text}\n`);
  return code;
}

process.exitCode = await main();
