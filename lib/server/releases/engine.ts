import { completedReleaseRow, liveReleaseRow, releaseOf, releaseRow } from "@/db/queries/releases";
import { keepRelease } from "@/db/record/releases";
import type { ReleaseRow } from "@/db/schema-releases";
import { Problem } from "@/lib/domain/problem";
import { isLive, type Release } from "@/lib/domain/release";
import type { Answer, Effect, Stepped } from "@/lib/domain/release-effect";
import type { Command, Look } from "@/lib/domain/release-look";
import { resumed } from "@/lib/domain/release-restart";
import { step } from "@/lib/domain/release-step";
import { waitOf } from "@/lib/domain/release-words";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { Checks } from "./checks";
import { carriedOut, stored } from "./effects";
import { lookAt } from "./look";
import { trafficLook } from "./scene";

/** A step is void where somebody was faster; then it is taken anew, this often at most. */
const TRIES_MAX = 3;

/**
 * Takes the steps of releases, one at a time. Each is stored with its record before anything outside is told; so who
 * finds a release after a crash knows what was asked for. Keeps nothing but a clock and the answers of checks.
 */
export class ReleaseEngine {
  readonly #app: App;
  readonly #clockMs: () => number;
  readonly #startedMs: number;
  readonly #carriedOut: typeof carriedOut;
  readonly #checks = new Checks();
  #lookedMs: number;
  #woken = false;
  #turn: Promise<unknown> = Promise.resolve();
  /** What is done outside right now. */
  readonly #acts = new Set<Promise<void>>();

  /** `act`: what carries out an effect; tests let it die. */
  constructor(app: App, clockMs: () => number, act: typeof carriedOut = carriedOut) {
    this.#app = app;
    this.#carriedOut = act;
    this.#clockMs = clockMs;
    this.#startedMs = clockMs();
    this.#lookedMs = this.#startedMs;
  }

  /** One look at the live release, if there is one; the first also finds what a restart has left. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      const { db } = this.#app.store;
      await this.#wake();
      const row = (await liveReleaseRow(db)) ?? (await completedReleaseRow(db));
      if (row !== null && !(await this.#isSettled(row))) await this.#stepped(row.id, [], step);
    });
  }

  /** Asks something of a release. @throws Problem not-found; impossible-now, with what is possible */
  ask(id: string, command: Command): Promise<void> {
    return this.#inTurn(async () => {
      await this.#wake();
      const [answer] = await this.#stepped(id, [command], step);
      if (answer === undefined || answer.accepted) return;
      const { why, possible, confirmable = false } = answer;
      throw new Problem("impossible-now", why, { extra: { possible, confirmable } });
    });
  }

  /** Resolves when nothing is being done outside any more. */
  async settled(): Promise<void> {
    while (this.#acts.size > 0) await Promise.all(this.#acts);
  }

  /** The first thing that a process does: finds what a restart has left. Until that is stored it is still to be done. */
  async #wake(): Promise<void> {
    if (this.#woken) return;
    const row = await liveReleaseRow(this.#app.store.db);
    if (row !== null) await this.#stepped(row.id, [], resumed);
    this.#woken = true;
  }

  /** A release that is completed has nothing to do any more, unless the traffic was rolled back past it. */
  async #isSettled(row: ReleaseRow): Promise<boolean> {
    if (row.live === 1) return false;
    const { rolledBack } = await trafficLook(this.#app.store.db, row, row.environment);
    return rolledBack === null;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #stepped(
    id: string,
    commands: readonly Command[],
    move: (release: Release, look: Look) => Stepped,
  ): Promise<Answer[]> {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const row = await releaseRow(this.#app.store.db, id);
      if (row === null) throw new Problem("not-found", `there is no release "${id.slice(0, 60)}"`);
      const release = releaseOf(row);
      const look = await lookAt(this.#app, { row, release }, this.#checks, commands, this.#moment(release));
      const taken = move(release, look);
      if (await this.#kept(row, release, taken)) {
        for (const effect of taken.effects) this.#act(taken.release, effect);
        return taken.answers;
      }
    }
    throw new Problem("impossible-now", "the release has moved meanwhile; look at it and decide again");
  }

  /** Time passes for a release that is live: another one is not looked at. */
  #moment(release: Release): { elapsedMs: number; uptimeMs: number } {
    const nowMs = this.#clockMs();
    const elapsedMs = isLive(release) ? nowMs - this.#lookedMs : 0;
    if (isLive(release)) this.#lookedMs = nowMs;
    return { elapsedMs, uptimeMs: nowMs - this.#startedMs };
  }

  async #kept(row: ReleaseRow, before: Release, { release, effects }: Stepped): Promise<boolean> {
    const app = this.#app;
    const kept = await inTransaction(app, async (tx) => {
      if (!(await keepRelease(tx, before, release, app.nowMs()))) return false;
      await stored(app, tx, release, effects);
      return true;
    });
    const news = effects.length > 0 || release.revision !== before.revision || saysElse(row, release);
    if (kept && news) app.bus.publish(["releases"]);
    return kept;
  }

  #act(release: Release, effect: Effect): void {
    const act: Promise<void> = this.#carriedOut(this.#app, release, effect, this.#checks)
      .catch((error: unknown) => {
        if (error instanceof Problem)
          this.#app.log.warn({ release: release.id, effect: effect.kind, reason: error.message }, "not done");
        else this.#app.log.error({ err: error, release: release.id, effect: effect.kind }, "an act failed");
      })
      .finally(() => this.#acts.delete(act));
    this.#acts.add(act);
  }
}

const saysElse = (row: ReleaseRow, release: Release): boolean => row.waits_for !== waitOf(release).said;
