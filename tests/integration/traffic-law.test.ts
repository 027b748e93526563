import { hash } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { trafficChanges, trafficRow } from "@/db/queries/traffic";
import { Problem } from "@/lib/domain/problem";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import fc from "@/tests/support/laws";
import { scaled } from "@/tests/support/scale";
import { onStateFile, type TrafficStage } from "@/tests/support/traffic";
import { ROLLBACK, WISH } from "@/tests/support/traffic-wishes";

const STEPS = [
  ...["look", "rollback", "restart", "refuse", "allow", "remove"].map((do_) =>
    fc.constant({ do: do_, by: 0 }),
  ),
  fc.record({ do: fc.constant("shift"), by: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ do: fc.constant("weigh"), by: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ do: fc.constant("turn"), by: fc.constant(0) }),
  fc.record({ do: fc.constant("clock"), by: fc.constantFrom(-3_600_000, 5000, 11_000, 86_400_000) }),
];
const anyStory = fc.array(fc.oneof(...STEPS), { minLength: 5, maxLength: 30 });

/** A file system that refuses: the state file's place is taken by a folder. */
class Place {
  readonly #stage: TrafficStage;
  refusing = false;

  constructor(stage: TrafficStage) {
    this.#stage = stage;
  }

  async refuse(): Promise<void> {
    if (this.refusing) return;
    this.refusing = true;
    await rename(this.#stage.file, `${this.#stage.file}.kept`).catch(() => {});
    await mkdir(this.#stage.file);
  }

  async allow(): Promise<void> {
    if (!this.refusing) return;
    this.refusing = false;
    await rm(this.#stage.file, { recursive: true });
    await rename(`${this.#stage.file}.kept`, this.#stage.file).catch(() => {});
  }

  async edit(change: object): Promise<void> {
    if (this.refusing) return;
    const before = await this.#stage.onFile().catch(() => ({ current: "blue" }));
    await writeFile(this.#stage.file, JSON.stringify({ ...before, ...change }));
  }
}

const expected = (error: unknown): void => {
  if (!(error instanceof Problem)) throw error;
};

async function play(stage: TrafficStage, place: Place, step: { do: string; by: number }): Promise<void> {
  const { app, clock } = stage;
  switch (step.do) {
    case "look":
      return stage.look();
    case "shift":
      return void (await shiftTraffic(app, step.by, WISH, "*").catch(expected));
    case "rollback": {
      const had = (await trafficRow(app.store.db))?.green ?? 0;
      const report = await rollBack(app, ROLLBACK);
      if (had > 0 && had < 100) expect(report.changed || report.steps.length > 1).toBe(true);
      return;
    }
    case "restart":
      return stage.restart();
    case "refuse":
      return place.refuse();
    case "allow":
      return place.allow();
    case "remove":
      return place.refusing ? undefined : rm(stage.file, { force: true });
    case "weigh":
      return place.edit({ weights: { blue: 100 - step.by, green: step.by } });
    case "turn": {
      const row = await trafficRow(app.store.db);
      return place.edit({ current: row?.live === "blue" ? "green" : "blue" });
    }
    default:
      clock.nowMs += step.by;
  }
}

/** What holds after every step, whatever it was. */
async function holds(stage: TrafficStage): Promise<void> {
  const { db } = stage.app.store;
  const row = await trafficRow(db);
  if (row === null) return;
  expect(row.green).toBeGreaterThanOrEqual(0);
  expect(row.green).toBeLessThanOrEqual(100);
  const changes = (await trafficChanges(db, 1000)).toReversed();
  expect(changes.map(({ epoch }) => epoch)).toEqual(changes.map((_, index) => index + 1));
  expect(changes).toHaveLength(row.epoch);
  expect(changes.filter(({ state }) => state === "intended")).toHaveLength(row.moving === null ? 0 : 1);
  // What is wanted is what was wanted last and has not failed: so it never rises by itself.
  const last = changes.findLast(({ state }) => state === "confirmed" || state === "intended");
  expect(row.green).toBe(last?.to_green);
}

/** The log is one chain, of which no row was changed. */
async function chained({ app }: TrafficStage): Promise<void> {
  const rows = await app.store.db.selectFrom("event").selectAll().orderBy("id").execute();
  let before = "0".repeat(64);
  for (const { id: _, hash: own, ...row } of rows) {
    expect(row.previous_hash).toBe(before);
    const { at_ms, actor, origin, action, subject, before: was, after, reason, previous_hash } = row;
    const words = [at_ms, actor, origin, action, subject, was, after, reason, previous_hash];
    expect(hash("sha256", JSON.stringify(words))).toBe(own);
    before = own;
  }
}

test("whatever happens in whichever order: one change an epoch, nothing rises by itself, and the file is what is wanted in the end", async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, async (story) => {
      const { stage } = await onStateFile();
      const place = new Place(stage);
      await stage.look().catch(expected);
      for (const step of story) {
        await play(stage, place, step).catch(expected);
        await holds(stage);
      }
      await place.allow();
      await stage.look(6);
      await holds(stage);
      await chained(stage);
      const row = await trafficRow(stage.app.store.db);
      expect(row).toMatchObject({ moving: null, unreadable: null });
      const file = await stage.onFile().catch(() => ({ current: "blue", weights: { blue: 100, green: 0 } }));
      expect(file.current).toBe(row?.live);
      const weights = file.weights ?? { blue: 0, green: 0, [file.current]: 100 };
      expect(weights).toEqual({ blue: 100 - (row?.green ?? 0), green: row?.green });
      // And it can always go back.
      if (row !== null && row.green > 0 && row.green < 100) {
        await rollBack(stage.app, ROLLBACK);
        expect((await stage.onFile()).weights[row.live]).toBe(100);
      }
      await stage.stop();
    }),
    { numRuns: scaled(60) },
  );
});
