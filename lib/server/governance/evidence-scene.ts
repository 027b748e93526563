import type { Release } from "@/lib/domain/release";
import type { App } from "@/lib/server/app";
import { type HealthView, healthView } from "@/lib/server/health-view";

/** One look at the evidence of a release: what several items ask for is gathered once. */
export class Scene {
  readonly app: App;
  readonly release: Release;
  readonly nowMs: number;
  #health: Promise<HealthView> | null = null;

  constructor(app: App, release: Release) {
    this.app = app;
    this.release = release;
    this.nowMs = app.nowMs();
  }

  get environment() {
    return this.release.plan.environment;
  }

  /** Of the environment under release, and of what is bound to none. */
  health(): Promise<HealthView> {
    this.#health ??= healthView(this.app, this.environment);
    return this.#health;
  }
}
