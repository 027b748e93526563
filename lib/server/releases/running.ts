import type { App } from "@/lib/server/app";
import { remember } from "@/lib/server/remember";
import { ReleaseEngine } from "./engine";

/** The one engine of this process: the loop and the commands of people take turns in it. */
export const releaseEngine = (app: App, clockMs: () => number = () => performance.now()): ReleaseEngine =>
  remember("releases", () => new WeakMap<App, ReleaseEngine>()).get(app) ?? opened(app, clockMs);

function opened(app: App, clockMs: () => number): ReleaseEngine {
  const engine = new ReleaseEngine(app, clockMs);
  remember("releases", () => new WeakMap<App, ReleaseEngine>()).set(app, engine);
  return engine;
}
