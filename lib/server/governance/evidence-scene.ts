import { type Share, sharesOf } from "@/db/queries/checklist-shares";
import type { Proof } from "@/lib/domain/proof";
import type { Release } from "@/lib/domain/release";
import type { App } from "@/lib/server/app";
import { type HealthView, healthView } from "@/lib/server/health-view";

/** One look at the evidence of a release: what several items ask for is gathered once. */
export class Scene {
  readonly app: App;
  readonly release: Release;
  readonly nowMs: number;
  #health: Promise<HealthView> | null = null;
  #shares: Promise<Share[]> | null = null;
  readonly #proofs = new Map<string, Promise<Proof>>();

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

  /** What this release gave its environment, oldest first. */
  shares(): Promise<Share[]> {
    this.#shares ??= sharesOf(this.app.store.db, this.release.id, this.environment);
    return this.#shares;
  }

  /** When its environment was first given everything; null before. */
  async fullSinceMs(): Promise<number | null> {
    return (await this.shares()).find(({ weight }) => weight === 100)?.atMs ?? null;
  }

  /** The proof of that name, which is made once. */
  once(name: string, prove: () => Promise<Proof>): Promise<Proof> {
    const known = this.#proofs.get(name) ?? prove();
    this.#proofs.set(name, known);
    return known;
  }
}
