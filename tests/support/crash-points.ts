import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { expect } from "vitest";
import { liveReleaseRow, releaseOf, releaseRow } from "@/db/queries/releases";
import { trafficRow } from "@/db/queries/traffic";
import { carriedOut } from "@/lib/server/releases/effects";
import { ReleaseEngine } from "@/lib/server/releases/engine";
import { haproxy } from "./haproxy";
import { ReleaseStage } from "./releases";
import { onHaproxy, onStateFile, type Staged, trafficStage } from "./traffic";

/** What moves the traffic: each of these, really. */
export const SETUPS = {
  "state file": onStateFile,
  HAProxy: onHaproxy,
  "HAProxy with a state file beside it": async (): Promise<Staged> => {
    const balancer = await haproxy();
    const stage = await trafficStage([
      `traffic: { driver: haproxy, state_file: state.json, haproxy: { socket: ${balancer.socket}, backend: articles } }`,
    ]);
    const outside = async () => {
      const [blue, green] = [await balancer.weight("blue"), await balancer.weight("green")];
      return (100 * green) / (blue + green);
    };
    return { stage, balancer, outside };
  },
} as const;

/** When the process dies at an effect. The last: once a later step has recorded what came of it. */
export const DEATHS = ["before the effect", "after the effect", "after the record"] as const;
export type Death = (typeof DEATHS)[number];

/** What the outside does at that moment, until the next process has looked at it once. */
export const ANSWERS = ["ok", "refuses", "hangs"] as const;
export type Answer = (typeof ANSWERS)[number];

/** Takes the outside away, as it happens to it. @returns what gives it back */
async function troubled({ stage, balancer }: Staged, answer: Answer): Promise<() => Promise<void>> {
  if (answer === "ok") return async () => {};
  if (balancer !== null && answer === "refuses") {
    await balancer.stop();
    return () => balancer.start();
  }
  if (balancer !== null) {
    balancer.pause();
    return async () => balancer.goOn();
  }
  const [aside, there] = [`${stage.file}.aside`, existsSync(stage.file)];
  if (there) renameSync(stage.file, aside);
  // Who opens a pipe that nobody writes waits.
  if (answer === "refuses") mkdirSync(stage.file);
  else execFileSync("mkfifo", [stage.file]);
  return async () => {
    // A pipe can be replaced by what is written: then that stays.
    if (statSync(stage.file, { throwIfNoEntry: false })?.isFile()) return;
    rmSync(stage.file, { recursive: true, force: true });
    if (there) renameSync(aside, stage.file);
  };
}

export interface Point {
  /** Which effect of the story, from 1. */
  nth: number;
  death: Death;
  answer: Answer;
  /** Whether the new version fails its jobs. */
  bad: boolean;
}

/** A short plan, so that a story of a release is a few dozen looks. */
const WISH = {
  steps: [
    { weight: 0, hold: "0s", articles: 0 },
    { weight: 50, hold: "5s", articles: 1 },
    { weight: 100, hold: "5s", articles: 1 },
  ],
  backup_hold: "20s",
};
const LOOKS = 60;

class Died extends Error {}

/**
 * Plays a release whose process dies at its nth effect, and goes on in another. A restarted one waits five minutes before
 * it goes further: those pass in leaps. What must always hold is asked after every look.
 */
export async function played(
  staged: Staged,
  { nth, death, answer, bad }: Point,
): Promise<ReleaseStage & { id: string }> {
  const stage = new ReleaseStage(staged);
  const { stage: traffic } = staged;
  let monoMs = 0;
  let effects = 0;
  let dead = false;
  let dying = false;
  let failed = false;
  let healed: () => Promise<void> = async () => {};
  const acting: typeof carriedOut = async (...effect) => {
    if (dead) throw new Died("the process is dead");
    effects += 1;
    if (effects !== nth) return carriedOut(...effect);
    healed = await troubled(staged, answer);
    if (death === "before the effect") dead = true;
    if (dead) throw new Died("before the effect");
    await carriedOut(...effect).finally(() => {
      dead = death === "after the effect";
      dying = !dead;
    });
  };
  await traffic.look();
  let engine = new ReleaseEngine(stage.app, () => monoMs, acting);
  await engine.look();
  const { id, plan_hash: planHash } = await stage.planned(WISH);
  await engine.ask(id, { verb: "start", actor: "ada", reason: null, admin: false, planHash });
  await engine.settled();
  for (let at = 0; at < LOOKS; at += 1) {
    if (dead) {
      dead = false;
      await traffic.restart();
      await traffic.look();
      engine = new ReleaseEngine(stage.app, () => monoMs, acting);
      monoMs += 1;
      await engine.look();
      await engine.settled();
      await healed();
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
    if (dying) [dead, dying] = [true, false];
    await expectLawful(stage, id);
  }
  expect(dead || dying, "the story went on after the death").toBe(false);
  return Object.assign(stage, { id });
}

async function expectLawful(stage: ReleaseStage, id: string): Promise<void> {
  const { db } = stage.app.store;
  const row = await releaseRow(db, id);
  const live = await liveReleaseRow(db);
  expect(live === null || live.id === id).toBe(true);
  if (row === null) throw new Error("the release is gone");
  const { undoneBy } = releaseOf(row);
  if (undoneBy !== null) expect((await trafficRow(db))?.green ?? 0).toBeLessThanOrEqual(50);
}
