import { resolve } from "node:path";
import { type App, databaseFileFor, openApp } from "@/lib/server/app";
import { auditVerify } from "@/lib/server/audit-verify";
import { backup } from "@/lib/server/backup-command";
import { configCheck, ingestFiles, type Outcome, rollupsRebuild, status } from "@/lib/server/commands";
import { addUser, createKey, listKeys, listUsers, resetUser, revokeKey } from "@/lib/server/commands-access";
import { assignKey, rollbackNow } from "@/lib/server/commands-traffic";
import { health } from "@/lib/server/health-command";
import { restore } from "@/lib/server/restore-command";
import { drill } from "@/lib/server/traffic/drill";
import {
  emailOf,
  environmentOf,
  keyOf,
  lastsMsOf,
  type OptionName,
  type Options,
  passwordOf,
  userOf,
} from "./greenlight-given";

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
  {
    call: "user add EMAIL",
    options: {
      role: "viewer|operator|admin",
      name: "TEXT",
      title: "stakeholder|pm|devops",
      "password-stdin": "",
    },
    does: "make an account; prints a link to choose its password, which works once",
    run: async ({ operands: [email = ""], options }) => {
      const wanted = userOf(email, options);
      const password = await passwordOf(options);
      return withApp((app) => addUser(app, wanted, password));
    },
  },
  {
    call: "user reset EMAIL",
    does: "a new such link; the old password and every session end",
    run: async ({ operands: [email = ""] }) => {
      const known = emailOf(email);
      return withApp((app) => resetUser(app, known));
    },
  },
  {
    call: "user list",
    does: "who has an account, and who has come",
    run: () => withApp(listUsers),
  },
  {
    call: "key create NAME",
    options: { scope: "ingest|read|operate|admin", expires: "90d" },
    does: "make a key for a machine; prints it, once",
    run: async ({ operands: [name = ""], options }) => {
      const wanted = keyOf(name, options);
      const lastsMs = lastsMsOf(options);
      return withApp((app) => createKey(app, wanted, lastsMs));
    },
  },
  {
    call: "key list",
    does: "the keys, never themselves: for what, until when, used when",
    run: () => withApp(listKeys),
  },
  {
    call: "key revoke NAME|ID",
    does: "end a key at once",
    run: ({ operands: [named = ""] }) => withApp((app) => revokeKey(app, named)),
  },
  {
    call: "audit verify",
    does: "prove the event log row by row, or name the first that was tampered with",
    run: () => auditVerify(databaseFile()),
  },
  {
    call: "backup FILE",
    does: "copy the database into a new file, also while the server runs",
    run: ({ operands: [file = ""] }) => backup(databaseFile(), absolute(file)),
  },
  {
    call: "restore FILE",
    does: "put a backup in the place of the database; the server must be stopped",
    run: ({ operands: [file = ""] }) => restore(databaseFile(), absolute(file), Date.now()),
  },
];

/** Paths are relative to where npm was called, which is not where npm runs its scripts. */
const absolute = (file: string): string => resolve(process.env.INIT_CWD ?? ".", file);

const databaseFile = (): string => databaseFileFor(process.env, process.cwd());

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
