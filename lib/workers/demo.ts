import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SourceKind } from "@/lib/contract/config";
import { HEALTH_INTERVAL_MS } from "@/lib/demo/samples";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { stateFileDriver } from "@/lib/drivers/state-file";
import type { App } from "@/lib/server/app";
import type { SourceSetting } from "@/lib/server/config-settings";
import { playSmokeTests } from "@/lib/server/runs/writers";
import { stateFileOf } from "@/lib/server/traffic/driver";
import { COST_LINES_FILE, EXECUTIONS_FILE } from "./article-files";
import { DemoReleases } from "./demo-releases";
import { DemoSmoke } from "./demo-smoke";
import type { Follower } from "./follow";
import { SIGNAL_FILES } from "./signal-files";
import { startSimulator } from "./simulate";

/** Any number: it only makes sure that everybody sees the same story. */
const SEED = 20_261_123;

const READ_MS_MAX = 1000;

const folderOf = (app: App): string => join(dirname(app.databaseFile), "pipeline");

/** The files that the demo's pipeline writes, of each environment its own. */
export const demoSources = (app: App): readonly SourceSetting[] =>
  ENVIRONMENTS.flatMap((environment) => sourcesOf(app, environment));

function sourcesOf(app: App, environment: Environment): SourceSetting[] {
  const of = (kind: SourceKind, file: string): SourceSetting => ({
    kind,
    path: join(folderOf(app), environment, file),
    environment,
    // Only its log says times without an offset, as Python does: those of UTC.
    timezone: kind === "log" ? "UTC" : app.settings().timezone,
    ...(kind === "health" && { intervalMs: HEALTH_INTERVAL_MS }),
  });
  return [
    of("execution-roi", EXECUTIONS_FILE),
    of("article-costs", COST_LINES_FILE),
    of("agent-metrics", SIGNAL_FILES.metrics),
    of("article-evals", SIGNAL_FILES.evaluations),
    of("health", SIGNAL_FILES.health),
    of("latency", SIGNAL_FILES.latency),
    of("resources", SIGNAL_FILES.resources),
    of("log", SIGNAL_FILES.log),
  ];
}

/** Plays the demo's pipeline until the signal is aborted; nothing outside demo mode. */
export function demo(app: App, follower: Follower, signal: AbortSignal): Promise<void>[] {
  const { demo: simulated } = app.settings();
  if (simulated === null) return [];
  const directory = folderOf(app);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const releases = new DemoReleases(app);
  const smoke = new DemoSmoke(app.nowMs);
  playSmokeTests(app, smoke.write);
  const options = {
    directory,
    nowMs: app.nowMs,
    seed: SEED,
    green: () => greenShare(app),
    mood: () => releases.mood,
    orders: smoke.due,
    settled: () => follower.settled(),
    signal,
    log: (message: string, cause: unknown) => app.log.warn({ err: cause }, message),
  };
  const simulator = startSimulator(
    simulated.speed === null ? options : { ...options, speed: simulated.speed },
  );
  return [simulator, releases.play(signal)];
}

/** What a batch pipeline does that cannot reach Greenlight: it reads the weights from the state file. */
async function greenShare(app: App): Promise<number | null> {
  try {
    return (await stateFileDriver(stateFileOf(app)).read(AbortSignal.timeout(READ_MS_MAX))).green;
  } catch {
    return null; // It is torn for a moment, or the visitor has broken it: what was read last goes on.
  }
}
