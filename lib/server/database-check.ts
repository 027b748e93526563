import { z } from "zod";
import { appendEvent } from "@/db/record/event";
import { ranOwn } from "@/lib/drivers/own-program";
import type { App } from "./app";
import { remember } from "./remember";
import { inTransaction } from "./storage";

const HOURS = 3_600_000;

/** What a look at the whole database file found; nothing where it is sound. */
export interface DatabaseCheck {
  atMs: number;
  problems: readonly string[];
}

const checks = () => remember("database checks", () => new WeakMap<App, DatabaseCheck>());

/** The look at the database since the start; null before it is done. */
export const checkOf = (app: App): DatabaseCheck | null => checks().get(app) ?? null;

const reply = z.array(z.string());

/** Reads all of the database in a process of its own, which gives way to everybody else, and tells what is damaged. */
export async function checkDatabase(app: App, signal: AbortSignal): Promise<void> {
  const { PATH, NODE_ENV } = process.env;
  const args = ["db/quick-check.ts", app.databaseFile];
  const { out, err } = await ranOwn(args, { timeoutMs: 6 * HOURS, env: { PATH, NODE_ENV } }, signal);
  if (signal.aborted) return;
  const problems = problemsIn(out);
  if (problems === null) return app.log.warn({ reason: err }, "the database could not be checked");
  checks().set(app, { atMs: app.nowMs(), problems });
  app.bus.publish(["settings"]);
  if (problems.length === 0) return app.log.info("the database was read as a whole: no damage");
  app.log.error({ problems }, "the database is damaged: restore a backup (docs/runbook.md)");
  await noteDamage(app, problems.join("\n"));
}

function problemsIn(out: string): readonly string[] | null {
  try {
    return reply.parse(JSON.parse(out));
  } catch {
    return null;
  }
}

async function noteDamage(app: App, reason: string): Promise<void> {
  const event = { actor: "system", origin: "system", action: "database.damaged", subject: "greenlight.db" };
  await inTransaction(app, (tx) => appendEvent(tx, { ...event, atMs: app.nowMs(), reason })).catch((error) =>
    app.log.error({ err: error }, "the damage could not be noted in the event log"),
  );
}
