import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "@/db/open";
import { compiled } from "@/tests/support/compiled";
import { scaled } from "@/tests/support/scale";

const KILLS = scaled(60);

async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-core-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the storage core. It is killed `delayMs` after its first word, unless it dies by itself before. */
async function core(args: readonly string[], delayMs: number | null): Promise<string[]> {
  const child = spawn(process.execPath, [await compiled("tests/support/storage-core.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (told === "" && delayMs !== null) setTimeout(() => child.kill("SIGKILL"), delayMs);
    told += text;
  });
  await once(child, "close");
  // The last line may be half.
  return told.split("\n").slice(0, -1);
}

function stored(file: string) {
  const database = new Database(file);
  try {
    return {
      integrity: database.pragma("integrity_check", { simple: true }),
      names: new Set(database.prepare("select execution_id from execution").pluck().all() as string[]),
      runs: database.prepare("select count(*) from execution").pluck().get(),
      counted: database.prepare("select sum(executions) from run_day").pluck().get(),
      calls: database.prepare("select count(*) from call").pluck().get(),
    };
  } finally {
    database.close();
  }
}

test("killed at any moment of taking data: what was acknowledged is there once, and the sums agree", async () => {
  const folder = await ownFolder();
  const acknowledged = new Set<string>();
  for (let round = 0; round < KILLS; round += 1) {
    const delayMs = Math.random() * 60;
    for (const line of await core([folder, String(round)], delayMs))
      for (const name of line.split(" ")) acknowledged.add(name);
    if (round % 5 !== 4) continue;
    const { integrity, names, runs, counted, calls } = stored(join(folder, "greenlight.db"));
    const where = `round ${round}, killed after ${delayMs} ms`;
    expect(integrity, where).toBe("ok");
    expect(acknowledged.difference(names), where).toEqual(new Set());
    expect({ counted, calls }, where).toEqual({ counted: runs, calls: runs });
  }
  expect(acknowledged.size).toBeGreaterThan(KILLS);
}, 600_000);

test("killed at any statement of making the database: the next start makes it whole", async () => {
  const tables = async (folder: string) => {
    const { db, close } = await openStore(join(folder, "greenlight.db"));
    const names = (await db.introspection.getTables()).map((table) => table.name);
    await close();
    return names;
  };
  const whole = await ownFolder();
  const [said] = await core([whole, "0", "1000000"], null);
  const statements = Number(said?.split(" ")[1]);
  expect(statements).toBeGreaterThan(20);
  const step = Math.max(1, Math.floor(statements / scaled(8)));
  for (let at = 2; at <= statements; at += step) {
    const folder = await ownFolder();
    await core([folder, "0", String(at)], null);
    expect(await tables(folder), `killed before statement ${at}`).toEqual(await tables(whole));
  }
}, 600_000);
