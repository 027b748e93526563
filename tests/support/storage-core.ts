// Run as a process of its own, to be killed: takes documents as fast as it can and prints what it has acknowledged.
import { writeSync } from "node:fs";
import { resolve } from "node:path";
import Database from "better-sqlite3";
import { openApp } from "@/lib/server/app";
import { push } from "@/lib/server/push";
import { roi, run } from "./roi";

const [folder = "", round = "", dieAt = ""] = process.argv.slice(2);

/** Dies right before the n-th statement. */
function dieAtStatement(count: number): void {
  const { prepare } = Database.prototype;
  let statements = 0;
  Reflect.set(Database.prototype, "prepare", function (this: Database.Database, ...given: [string]) {
    statements += 1;
    if (statements === count) process.kill(process.pid, "SIGKILL");
    return Reflect.apply(prepare, this, given);
  });
  process.on("exit", () => writeSync(1, `statements ${statements}\n`));
}

if (dieAt !== "") dieAtStatement(Number(dieAt));
const app = await openApp(
  { NODE_ENV: "test", LOG_LEVEL: "silent", GREENLIGHT_DATA_DIR: resolve(folder) },
  folder,
  Date.now,
);
for (let at = 0; dieAt === ""; at += 1) {
  const names = Array.from({ length: 1 + ((at * 37) % 1200) }, (_, one) => `${round}-${at}-${one}`);
  await push(app, "execution-roi", Buffer.from(roi(...names.map((name) => run(name)))), null);
  writeSync(1, `${names.join(" ")}\n`);
}
await app.store.close();
