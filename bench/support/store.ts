import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, openApp } from "@/lib/server/app";
import { keepDerived } from "@/lib/server/rebuild";

/** Does work in a folder of its own, which is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const dataDirOf = (folder: string): string => join(folder, "data");

/** Does work with the real application, in this process, on the database of this folder. */
export async function withApp<T>(folder: string, work: (app: App) => Promise<T>): Promise<T> {
  const env = { LOG_LEVEL: "silent", GREENLIGHT_DATA_DIR: dataDirOf(folder), TZ: "UTC" };
  const app = await openApp({ NODE_ENV: "production", ...env }, folder, Date.now);
  await keepDerived(app);
  try {
    return await work(app);
  } finally {
    app.bus.close();
    await app.store.close();
  }
}
