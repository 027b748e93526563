import { dirname, join } from "node:path";
import { haproxyDriver } from "@/lib/drivers/haproxy";
import { stateFileDriver } from "@/lib/drivers/state-file";
import type { Command, TrafficDriver } from "@/lib/drivers/traffic";
import type { App } from "@/lib/server/app";

/** Where the split is kept for jobs to read, where no file is configured. */
export const stateFileOf = (app: App): string =>
  app.settings().traffic.stateFile ?? join(dirname(app.databaseFile), "deployment_state.json");

/** What moves the traffic, as the settings in force say. The demo has no balancer: its own file only. */
export function trafficDriver(app: App): TrafficDriver {
  const { driver, haproxy } = app.settings().traffic;
  return driver === "haproxy" && haproxy !== null && app.settings().demo === null
    ? haproxyDriver(haproxy)
    : stateFileDriver(stateFileOf(app));
}

/** Beside a balancer the split is kept in the configured file as well: jobs read it where Greenlight cannot be reached. */
export async function mirrored(app: App, driver: TrafficDriver, command: Command): Promise<void> {
  if (driver.name === "state-file" || app.settings().traffic.stateFile === null) return;
  const file = stateFileDriver(stateFileOf(app));
  await file.send(command, new AbortController().signal).catch((error: unknown) => {
    app.log.warn({ err: error }, "the split is not in the state file; it is written with the next change");
  });
}
