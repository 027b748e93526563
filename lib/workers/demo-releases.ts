import type { ReleaseSummary } from "@/lib/contract/releases";
import {
  CHAPTERS,
  type Chapter,
  DEMO_PLAN,
  moodOf,
  OUTAGE_ALONE_JOBS,
  OUTAGE_MS,
  PAUSE_MS,
} from "@/lib/demo/releases";
import type { Mood } from "@/lib/demo/story";
import { grantsOfRole, type Identity } from "@/lib/domain/access";
import { other } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { jobsOf } from "@/lib/server/evidence/finding";
import { type Pace, realPace } from "@/lib/server/pace";
import { releaseMoved, releasePlanned, releaseShown, releasesOf } from "@/lib/server/releases/commands";
import { runsOf } from "@/lib/server/runs/reply";
import { runStarted } from "@/lib/server/runs/start";

const LOOK_EVERY_MS = 2000;

/** Who plays the releases of the demo. It may do what an administrator may, so that the story goes on after a rollback. */
const PLAYER: Identity = {
  kind: "demo",
  actor: "demo",
  address: "127.0.0.1",
  grants: grantsOfRole("admin"),
};

/**
 * Plays the demo's releases by the verbs that everybody uses, one after the other, once. Waits while a visitor has moved
 * the traffic, or has a release of their own.
 */
export class DemoReleases {
  readonly #app: App;
  mood: Mood = { ill: [], versions: {} };

  constructor(app: App) {
    this.#app = app;
  }

  async play(signal: AbortSignal, pace: Pace = realPace): Promise<void> {
    let restedMs = 0;
    while (!signal.aborted) {
      await pace.sleep(LOOK_EVERY_MS, signal);
      if (signal.aborted) return;
      try {
        restedMs = (await this.look(restedMs)) ? restedMs + LOOK_EVERY_MS : 0;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        this.#app.log.info({ reason: error.message }, "the demo's release waits");
        restedMs = 0;
      }
    }
  }

  /** One look at how far the story has come; whether it rests between two releases. */
  async look(restedMs: number): Promise<boolean> {
    const { releases } = await releasesOf(this.#app);
    const played = releases
      .filter(({ created_by, state }) => created_by === PLAYER.actor && state !== "cancelled")
      .toReversed();
    const live = releases.find((release) => release.live);
    const others = releases
      .filter(({ created_by, state }) => created_by !== PLAYER.actor && state === "draft")
      .toReversed();
    const now = played.at(-1);
    const chapter = CHAPTERS[played.length - 1];
    if (live !== undefined) {
      if (now !== undefined && chapter !== undefined && live.id === now.id)
        await this.#goOn(chapter, live, played);
      else this.mood = { ill: [], versions: deployed(played, [...others, live]) };
      return false;
    }
    if (now?.state === "draft") {
      this.mood = { ill: [], versions: deployed(played, [...others, now]) };
      if (await this.#tested(now)) await this.#started(now);
      return false;
    }
    this.mood = { ill: [], versions: deployed(played, others) };
    const next = CHAPTERS[played.length];
    const pauseMs = played.length === 0 ? PAUSE_MS.first : PAUSE_MS.next;
    if (next === undefined || restedMs < pauseMs) return true;
    const wish = { ...DEMO_PLAN, steps: [...DEMO_PLAN.steps], guards: [...DEMO_PLAN.guards] };
    const { version, environment } = next;
    await releasePlanned(this.#app, { ...wish, version, environment }, PLAYER);
    return false;
  }

  /** Whether the smoke tests of a plan are over; begins them first. Whatever came of them, the story goes on. */
  async #tested({ id }: ReleaseSummary): Promise<boolean> {
    const { runs } = await runsOf(this.#app, id);
    if (runs.length === 0) await runStarted(this.#app, id, "smoke", PLAYER);
    return runs.length > 0 && runs.every(({ state }) => state !== "running");
  }

  /** A start that is refused, such as beside a visitor's split, leaves a draft: it is given up, and planned anew later. */
  async #started({ id, plan_hash }: ReleaseSummary): Promise<void> {
    try {
      const asked = { plan_hash, reason: "the story of the demo goes on" };
      await releaseMoved(this.#app, { id, verb: "start" }, asked, PLAYER);
    } catch (error) {
      await releaseMoved(this.#app, { id, verb: "abort" }, {}, PLAYER);
      throw error;
    }
  }

  async #goOn(chapter: Chapter, live: ReleaseSummary, played: readonly ReleaseSummary[]): Promise<void> {
    const { timeline } = await releaseShown(this.#app, live.id);
    const first = timeline.find(({ kind }) => kind === "observing");
    const sharedMs = first === undefined ? null : await this.#sharedMs(chapter, Date.parse(first.time));
    const progress = { begun: first !== undefined, sharedMs };
    this.mood = moodOf(chapter, progress, versionsOf(played.slice(0, -1)));
    const heldMs = this.#app.nowMs() - Date.parse(live.entered_at);
    if (live.held?.reason === "review" && heldMs >= PAUSE_MS.review)
      await this.#resumed(live, "somebody has looked: the gates it misses are those of its cheaper writer");
    const over = sharedMs !== null && sharedMs > OUTAGE_MS + PAUSE_MS.next;
    if (over && live.held?.reason === "shared_cause")
      await this.#resumed(live, "the provider is back; the release was not to blame");
  }

  /** How long ago the outage, which began in the live environment alone, has reached both; null before. */
  async #sharedMs({ environment, fate }: Chapter, sinceMs: number): Promise<number | null> {
    if (fate !== "outage") return null;
    const nowMs = this.#app.nowMs();
    const jobs = await jobsOf(this.#app, { environment: other(environment), sinceMs, nowMs });
    const failed = (jobs ?? []).filter(({ bad }) => bad).at(OUTAGE_ALONE_JOBS - 1);
    return failed === undefined ? null : nowMs - failed.endMs;
  }

  async #resumed({ id }: ReleaseSummary, reason: string): Promise<void> {
    await releaseMoved(this.#app, { id, verb: "resume" }, { reason }, PLAYER);
  }
}

/** What runs where once that is deployed, too, which is to be released there; of several the last. */
const deployed = (
  played: readonly ReleaseSummary[],
  coming: readonly Pick<ReleaseSummary, "environment" | "version">[],
): Mood["versions"] => ({
  ...versionsOf(played),
  ...Object.fromEntries(coming.map(({ environment, version }) => [environment, version])),
});

/** What runs where, after those that were not taken back. */
const versionsOf = (played: readonly ReleaseSummary[]): Mood["versions"] =>
  Object.fromEntries(
    played
      .filter(({ state }) => state !== "rolled_back")
      .map(({ environment, version }) => [environment, version]),
  );
