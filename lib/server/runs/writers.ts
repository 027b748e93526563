import { SMOKE_TOPICS } from "@/lib/contract/config";
import { wroteByCommand } from "@/lib/drivers/smoke-command";
import type { SmokeJob, Written } from "@/lib/drivers/smoke-job";
import { wroteByWebhook } from "@/lib/drivers/smoke-webhook";
import type { App } from "@/lib/server/app";
import { remember } from "@/lib/server/remember";

type Write = (job: SmokeJob, signal: AbortSignal) => Promise<Written>;

/** Who writes the articles of smoke tests, and about what. */
export interface Writer {
  by: "command" | "webhook" | "demo";
  topics: readonly string[];
  /** Never rejects. */
  write: Write;
}

/** As the settings in force say; null where they name nobody. The demo runs no command and asks nobody. */
export function writerOf(app: App): Writer | null {
  const { smoke, demo } = app.settings();
  if (demo !== null) {
    const write = players().get(app);
    return write === undefined ? null : { by: "demo", topics: SMOKE_TOPICS, write };
  }
  if (smoke === null) return null;
  const { kind: by, topics } = smoke;
  if (smoke.kind === "command")
    return { by, topics, write: (job, signal) => wroteByCommand(smoke, job, signal) };
  return { by, topics, write: (job, signal) => wroteByWebhook(smoke, job, app.nowMs(), signal) };
}

const players = () => remember("smoke-players", () => new WeakMap<App, Write>());

/** Lets the demo's own pipeline write the articles. */
export function playSmokeTests(app: App, write: Write): void {
  players().set(app, write);
}
