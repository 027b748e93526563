import { liveReleaseRow, releaseOf, releaseRow } from "@/db/queries/releases";
import type { ReleaseWish } from "@/lib/contract/release-plan";
import type { ReleaseReply } from "@/lib/contract/releases";
import { grantsOfRole, type Identity } from "@/lib/domain/access";
import type { Environment } from "@/lib/domain/environment";
import type { Release } from "@/lib/domain/release";
import type { Verb } from "@/lib/domain/release-look";
import { type Asked, releaseMoved, releasePlanned, releaseShown } from "@/lib/server/releases/commands";
import { releaseEngine } from "@/lib/server/releases/running";
import { pushText } from "./app";
import { onStateFile, type Staged } from "./traffic";

export const ADA: Identity = {
  kind: "person",
  userId: "ada",
  sessionId: "s1",
  role: "operator",
  titles: [],
  name: "Ada",
  actor: "ada@example.org",
  address: "127.0.0.1",
  grants: grantsOfRole("operator"),
};

export const MINUTE_MS = 60_000;

/** A release on a real store and a real state file; time passes when it is told to, by both clocks. */
export class ReleaseStage {
  readonly staged: Staged;
  /** Of the monotonic clock, which begins anew with each process. */
  #monoMs = 0;
  #made = 0;

  constructor(staged: Staged) {
    this.staged = staged;
  }

  get app() {
    return this.staged.stage.app;
  }

  get #engine() {
    return releaseEngine(this.app, () => this.#monoMs);
  }

  /** So much time passes, look by look; what a look asks for is done before the next. */
  async pass(ms: number, everyMs = 1000): Promise<void> {
    for (let left = ms; left > 0; left -= everyMs) {
      const step = Math.min(left, everyMs);
      this.#monoMs += step;
      this.staged.stage.clock.nowMs += step - 1000;
      await this.staged.stage.look();
      await this.look();
    }
  }

  async look(): Promise<void> {
    await this.#engine.look();
    await this.#engine.settled();
  }

  /** As after a kill: another process, whose first look finds what is stored. */
  async restart(downMs = 0): Promise<void> {
    await this.staged.stage.restart();
    this.staged.stage.clock.nowMs += downMs;
    await this.staged.stage.look();
    await this.look();
  }

  planned(wish: Partial<ReleaseWish> = {}): Promise<ReleaseReply> {
    return releasePlanned(this.app, { version: "sprint-15", environment: "green", ...wish }, ADA);
  }

  async ask(id: string, verb: Verb, asked: Asked = {}, who: Identity = ADA): Promise<ReleaseReply> {
    const reply = await releaseMoved(this.app, { id, verb }, asked, who);
    await this.#engine.settled();
    return reply;
  }

  /** Planned and started; the next looks check it and give it its first share. */
  async started(wish: Partial<ReleaseWish> = {}): Promise<string> {
    const { id, plan_hash } = await this.planned(wish);
    await this.ask(id, "start", { plan_hash });
    return id;
  }

  shown(id: string): Promise<ReleaseReply> {
    return releaseShown(this.app, id);
  }

  async stored(id: string): Promise<Release> {
    const row = await releaseRow(this.app.store.db, id);
    if (row === null) throw new Error(`no release ${id}`);
    return releaseOf(row);
  }

  async live(): Promise<boolean> {
    return (await liveReleaseRow(this.app.store.db)) !== null;
  }

  /** An environment finishes articles now. */
  async articles(environment: Environment, count: number, costUsd = 0.5): Promise<void> {
    const lines = Array.from({ length: count }, () => {
      this.#made += 1;
      const atMs = this.staged.stage.clock.nowMs + this.#made;
      return JSON.stringify({
        timestamp: new Date(atMs).toISOString(),
        topic: `article ${this.#made}`,
        total_cost_usd: costUsd * (1 + (this.#made % 5) / 20),
        writer_cost_usd: costUsd * (1 + (this.#made % 5) / 20),
        writer_model: "claude-opus-4-7",
        wall_seconds: 400 + (this.#made % 7),
      });
    });
    await pushText(this.app, "article-costs", `${lines.join("\n")}\n`, environment);
  }

  /** Jobs of an environment fail now, each a job of its own. */
  async failures(environment: Environment, count: number): Promise<void> {
    const errors = Array.from({ length: count }, () => {
      this.#made += 1;
      const timestamp = new Date(this.staged.stage.clock.nowMs + this.#made).toISOString();
      return { timestamp, class: "llm_api", kind: "timeout", message: "no answer", job: `job ${this.#made}` };
    });
    await pushText(this.app, "errors", JSON.stringify(errors), environment);
  }
}

export const releaseStage = async (more: readonly string[] = []): Promise<ReleaseStage> => {
  const staged = await onStateFile(more);
  await staged.stage.look();
  const stage = new ReleaseStage(staged);
  await stage.look();
  return stage;
};
