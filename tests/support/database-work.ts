// Run as a process of its own, to be killed: `backup DATABASE FILE` or `restore FILE DATABASE`. With a number behind it
// dies right before that step on files or databases; without one it says how many steps there are.
import fs, { writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import Database from "better-sqlite3";
import { backUp } from "@/db/backup";
import { restore } from "@/db/restore";

const [verb, from = "", to = "", dieAt = ""] = process.argv.slice(2);
const WORK = {
  backup: () => backUp(from, to),
  restore: () =>
    restore(from, to, {
      atMs: Date.now(),
      actor: "cli",
      origin: "cli",
      action: "backup.restored",
      subject: "a copy",
    }),
};
let steps = 0;

/** Looking at the columns of each table is no step. */
const isStep = ([first]: unknown[]): boolean => !String(first).startsWith("table_info");

function counted(object: object, name: string): void {
  const real: unknown = Reflect.get(object, name);
  if (typeof real !== "function") throw new Error(`there is no ${name}`);
  Reflect.set(object, name, function (this: unknown, ...given: unknown[]) {
    if (isStep(given)) steps += 1;
    if (steps === Number(dieAt)) process.kill(process.pid, "SIGKILL");
    return Reflect.apply(real, this, given);
  });
}

const ON_FILES = ["openSync", "fsyncSync", "closeSync", "copyFileSync", "chmodSync", "mkdirSync"];
const ON_NAMES = ["linkSync", "unlinkSync", "renameSync", "rmSync"];
for (const name of [...ON_FILES, ...ON_NAMES]) counted(fs, name);
for (const name of ["exec", "pragma", "close", "backup"]) counted(Database.prototype, name);
syncBuiltinESMExports();

writeSync(1, "began\n");
const done = await (verb === "backup" ? WORK.backup() : WORK.restore());
writeSync(1, `${JSON.stringify({ steps, ...done })}\n`);
