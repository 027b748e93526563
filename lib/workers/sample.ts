import type { App } from "@/lib/server/app";
import type { ResourceSetting } from "@/lib/server/config-settings";
import { type Pace, realPace } from "@/lib/server/pace";
import { Sampler } from "@/lib/server/sample";
import { Loops } from "./loops";

/** Samples each configured process again and again. */
export const samplers = (app: App, pace: Pace = realPace): Loops<ResourceSetting> =>
  new Loops(
    ({ pidFile }) => pidFile,
    (setting, signal) => sampling(app, setting, signal, pace),
  );

async function sampling(app: App, setting: ResourceSetting, signal: AbortSignal, pace: Pace): Promise<void> {
  const sampler = new Sampler(app, setting, pace.clockMs);
  while (!signal.aborted) {
    const startMs = pace.clockMs();
    try {
      await sampler.sample();
    } catch (error) {
      app.log.error({ err: error, pidFile: setting.pidFile }, "what a process uses was not stored");
    }
    await pace.sleep(Math.max(0, setting.intervalMs - (pace.clockMs() - startMs)), signal);
  }
  sampler.close();
}
