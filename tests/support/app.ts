import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Environment } from "@/lib/domain/environment";
import type { Kind } from "@/lib/ingest/parse";
import { type App, openApp } from "@/lib/server/app";
import { push } from "@/lib/server/push";
import { keepDerived } from "@/lib/server/rebuild";
import { TEST_KEY } from "./access";

export interface TestApp {
  app: App;
  /** What the application's clock says; it moves only when told to. */
  clock: { nowMs: number };
  folder: string;
}

interface Wishes {
  zone?: string;
  nowMs?: number;
  env?: Record<string, string>;
  /** More lines of greenlight.yaml. */
  config?: readonly string[];
}

/** The real application on a real database file in a folder of its own, with a clock that stands still. */
export async function testApp({
  zone = "UTC",
  nowMs = Date.UTC(2026, 10, 23, 12),
  env = {},
  config = [],
}: Wishes = {}): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-test-"));
  const clock = { nowMs };
  await writeFile(join(folder, "greenlight.yaml"), [`timezone: ${zone}`, ...config, ""].join("\n"));
  const app = await openApp(
    {
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      GREENLIGHT_DATA_DIR: join(folder, "data"),
      GREENLIGHT_API_KEY: TEST_KEY,
      ...env,
    },
    folder,
    () => clock.nowMs,
  );
  await keepDerived(app);
  onTestFinished(async () => {
    app.bus.close();
    await app.store.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { app, clock, folder };
}

/** Pushes a text as HTTP would. */
export const pushText = (app: App, kind: Kind, text: string, environment: Environment | null = null) =>
  push(app, kind, Buffer.from(text), environment);
