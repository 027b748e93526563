import { describe, expect, test } from "vitest";
import { releaseRow, releaseTimeline } from "@/db/queries/releases";
import { trafficChanges } from "@/db/queries/traffic";
import { ANSWERS, DEATHS, type Point, played, SETUPS } from "@/tests/support/crash-points";
import { factor } from "@/tests/support/scale";

const EFFECTS = 7;

type Case = [setup: keyof typeof SETUPS, Point];

const setups = Object.keys(SETUPS) as (keyof typeof SETUPS)[];

/** Every effect of both stories, on every setup, with every answer of the outside, at every death. */
const ALL: readonly Case[] = setups.flatMap((setup) =>
  ANSWERS.flatMap((answer) =>
    DEATHS.flatMap((death) =>
      [false, true].flatMap((bad) =>
        Array.from({ length: EFFECTS }, (_, at): Case => [setup, { nth: at + 1, death, answer, bad }]),
      ),
    ),
  ),
);

/** Each setup with each answer and each death; effects and stories in turn. More, up to all, with GREENLIGHT_TEST_SCALE. */
const CASES = ALL.filter(
  (_, at) => factor >= EFFECTS * 2 || at % Math.max(1, Math.round((EFFECTS * 2 + 1) / factor)) === 0,
);

test("the table has every kind of crash point", () => {
  expect(ALL.length).toBeGreaterThanOrEqual(300);
  for (const key of ["death", "answer", "bad"] as const)
    expect(new Set(CASES.map(([, point]) => point[key]))).toEqual(
      new Set(ALL.map(([, point]) => point[key])),
    );
  expect(new Set(CASES.map(([setup]) => setup)).size).toBe(setups.length);
});

const words = ([setup, { nth, death, answer, bad }]: Case): string =>
  `${setup} ${answer === "ok" ? "answers" : answer}, a process that dies ${death} ${nth} of a ${bad ? "broken" : "good"} release`;

describe("whatever happens at the same moment", () => {
  test.each(CASES.map((one) => [words(one), one] as const))(
    "%s: one effect a step, and nothing is lost",
    async (_, [setup, point]) => {
      const staged = await SETUPS[setup]();
      const stage = await played(staged, point);
      const { db } = stage.app.store;
      const row = await releaseRow(db, stage.id);
      const changes = await trafficChanges(db, 50);
      const confirmed = (kind: string) =>
        changes.filter((change) => change.kind === kind && change.state === "confirmed");
      const shares = confirmed("shift")
        .map(({ to_green }) => to_green)
        .toReversed();
      // A share that could not be read for a while is sent once more; what was lost is not.
      const steps = point.answer === "ok" ? shares : shares.filter((share, at) => share !== shares[at - 1]);
      expect(steps, "each share once").toEqual([50, 100].slice(0, steps.length));
      if (point.bad) {
        expect(row?.state).toBe("rolled_back");
        expect(await staged.outside()).toBe(0);
        const entries = await releaseTimeline(db, stage.id);
        expect(entries.filter(({ kind }) => kind === "rollback")).toHaveLength(1);
        expect(confirmed("rollback")).toHaveLength(1);
      } else if (row?.state === "held") {
        // A person decides where the outside was away at a start: the way back is open.
        expect(["router", "restart", "drift"]).toContain(row.held_reason);
        await stage.ask(stage.id, "rollback", { confirm: true });
        for (let look = 0; look < 5; look += 1) await stage.pass(5000);
        expect((await releaseRow(db, stage.id))?.state).toBe("rolled_back");
        expect(await staged.outside()).toBe(0);
      } else {
        expect(row?.state).toBe("completed");
        expect(await staged.outside()).toBe(100);
        expect(steps).toEqual([50, 100]);
      }
    },
    120_000,
  );
});
