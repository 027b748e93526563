import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Phase, Release } from "@/lib/domain/release";
import type { Look } from "@/lib/domain/release-look";
import { resumed } from "@/lib/domain/release-restart";
import { step } from "@/lib/domain/release-step";

/** A look that a release was decided on, and what was decided. */
interface Recorded {
  release: string;
  /** As it was found, where it is met first. */
  before?: Release;
  look: Look;
  woken: boolean;
  effects: string[];
  phase: Phase;
  answers: boolean[];
}

const FOLDER = "tests/fixtures/release-histories";
const histories = readdirSync(FOLDER).filter((name) => name.endsWith(".jsonl"));

test("there are histories to replay", () => {
  expect(histories.length).toBeGreaterThan(0);
});

test.each(histories)("what was decided in %s is decided again", (name) => {
  const lines = readFileSync(join(FOLDER, name), "utf8").trim().split("\n");
  const releases = new Map<string, Release>();
  for (const [index, line] of lines.entries()) {
    const { release: id, before, look: seen, woken, ...recorded } = JSON.parse(line) as Recorded;
    // Some were recorded before a release could ask for anything.
    const look = { ...seen, guards: { ...seen.guards, missing: seen.guards.missing ?? [] } };
    const found = releases.get(id) ?? before;
    if (found === undefined) throw new Error(`line ${index + 1}: release ${id} was never met`);
    const { release, effects, answers } = woken ? resumed(found, look) : step(found, look);
    const decided = {
      effects: effects.map(({ kind }) => kind),
      phase: JSON.parse(JSON.stringify(release.phase)) as Phase,
      answers: answers.map(({ accepted }) => accepted),
    };
    expect(decided, `line ${index + 1}`).toEqual(recorded);
    releases.set(id, JSON.parse(JSON.stringify(release)) as Release);
  }
});
