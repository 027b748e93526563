import { describe, expect, test } from "vitest";
import { liveReleaseRow, releaseOf, releaseRow, releaseTimeline } from "@/db/queries/releases";
import { trafficChanges, trafficRow } from "@/db/queries/traffic";
import { carriedOut } from "@/lib/server/releases/effects";
import { ReleaseEngine } from "@/lib/server/releases/engine";
import { type ReleaseStage, releaseStage } from "@/tests/support/releases";
import { scaled } from "@/tests/support/scale";

/** When a process dies: after a step was stored and before anything outside was told, or after that was done. */
const DEATHS = ["before the effect", "after the effect"] as const;
type Death = (typeof DEATHS)[number];

class Died extends Error {}

/** A short plan, so that a story of a release is a few dozen looks. */
const WISH = {
  steps: [
    { weight: 0, hold: "0s", articles: 0 },
    { weight: 50, hold: "5s", articles: 1 },
    { weight: 100, hold: "5s", articles: 1 },
  ],
  backup_hold: "20s",
};

/**
 * Plays a release whose process dies at its nth effect, and goes on in another. A restarted one waits five minutes before
 * it goes further: those pass in leaps.
 */
async function played(stage: ReleaseStage, nth: number, death: Death, bad: boolean): Promise<string> {
  const { stage: traffic } = stage.staged;
  let monoMs = 0;
  let effects = 0;
  let dead = false;
  let failed = false;
  const dying: typeof carriedOut = async (...effect) => {
    if (dead) throw new Died("the process is dead");
    effects += 1;
    const last = effects === nth;
    if (last && death === "before the effect") dead = true;
    if (dead) throw new Died("before the effect");
    await carriedOut(...effect);
    if (last) dead = true;
  };
  let engine = new ReleaseEngine(stage.app, () => monoMs, dying);
  await engine.look();
  const { id, plan_hash: planHash } = await stage.planned(WISH);
  await engine.ask(id, { verb: "start", actor: "ada", reason: null, admin: false, planHash });
  await engine.settled();
  for (let at = 0; at < 60; at += 1) {
    if (dead) {
      dead = false;
      await traffic.restart();
      await traffic.look();
      engine = new ReleaseEngine(stage.app, () => monoMs, dying);
      monoMs += 1;
      await engine.look();
      await engine.settled();
    }
    monoMs += 20_000;
    traffic.clock.nowMs += 19_000;
    await traffic.look();
    if (at % 3 === 0) await stage.articles("blue", 1);
    if (at % 3 === 1 && !bad) await stage.articles("green", 1);
    // Errors count for a share from when it was seen.
    if (bad && !failed && (await stage.shown(id)).state === "observing") {
      failed = true;
      await stage.failures("green", 3);
    }
    await engine.look();
    await engine.settled();
    await expectLawful(stage, id);
  }
  return id;
}

async function expectLawful(stage: ReleaseStage, id: string): Promise<void> {
  const { db } = stage.app.store;
  const { weights } = await stage.staged.stage.onFile().catch(() => ({ weights: { blue: 100, green: 0 } }));
  expect(weights.blue + weights.green).toBe(100);
  const row = await releaseRow(db, id);
  const live = await liveReleaseRow(db);
  expect(live === null || live.id === id).toBe(true);
  if (row === null) throw new Error("the release is gone");
  const { undoneBy } = releaseOf(row);
  if (undoneBy !== null) expect((await trafficRow(db))?.green ?? 0).toBeLessThanOrEqual(50);
}

const EFFECTS = 7;

describe.each(DEATHS)("a process that dies %s", (death) => {
  test.each(Array.from({ length: scaled(EFFECTS) }, (_, index) => index + 1))(
    "at effect %i of a good release: it is completed all the same, each share sent for and recorded once",
    async (nth) => {
      const stage = await releaseStage();
      const id = await played(stage, nth, death, false);
      expect((await releaseRow(stage.app.store.db, id))?.state).toBe("completed");
      expect(await stage.staged.outside()).toBe(100);
      const moved = (await trafficChanges(stage.app.store.db, 50)).filter(({ kind }) => kind === "shift");
      expect(
        moved
          .filter(({ state }) => state === "confirmed")
          .map(({ to_green }) => to_green)
          .toReversed(),
      ).toEqual([50, 100]);
    },
    30_000,
  );

  test.each(Array.from({ length: scaled(EFFECTS) }, (_, index) => index + 1))(
    "at effect %i of a broken release: everything is back, told once",
    async (nth) => {
      const stage = await releaseStage();
      const id = await played(stage, nth, death, true);
      expect((await releaseRow(stage.app.store.db, id))?.state).toBe("rolled_back");
      expect(await stage.staged.outside()).toBe(0);
      const entries = await releaseTimeline(stage.app.store.db, id);
      expect(entries.filter(({ kind }) => kind === "rollback")).toHaveLength(1);
      const back = (await trafficChanges(stage.app.store.db, 50)).filter(({ kind }) => kind === "rollback");
      expect(back.filter(({ state }) => state === "confirmed")).toHaveLength(1);
    },
    30_000,
  );
});
