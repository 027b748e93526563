import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { trafficRow } from "@/db/queries/traffic";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { trafficState } from "@/lib/server/traffic/state";
import { compiled } from "@/tests/support/compiled";
import { DRIVERS, noted, type TrafficStage } from "@/tests/support/traffic";
import type { Moment } from "@/tests/support/traffic-core";
import { WISH } from "@/tests/support/traffic-wishes";

const MOMENTS: readonly Moment[] = ["before intent", "before driver", "after driver", "after record"];

/** Where green stands, what is wanted then, and where that leads to. */
const CASES: readonly [from: readonly number[], verb: string, to: number][] = [
  [[], "50", 50],
  [[40], "100", 100],
  [[60], "20", 20],
  [[60], "rollback", 0],
  [[50, 100], "rollback", 0],
];

/** Carries the verb out in a process that is killed at that moment. */
async function killed({ folder, clock }: TrafficStage, verb: string, moment: Moment): Promise<void> {
  const script = await compiled("tests/support/traffic-core.ts");
  const child = spawn(process.execPath, [script, folder, verb, moment, String(clock.nowMs)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [, signal] = await once(child, "close");
  expect(signal, "the process was to be killed").toBe("SIGKILL");
}

const events = async ({ app }: TrafficStage) => (await noted(app)).map(({ action }) => action);

describe.each(DRIVERS)("killed on %s", (_, staged) => {
  const cases = CASES.flatMap((one) => MOMENTS.map((moment) => [...one, moment] as const));

  test.each(cases)(
    "from %j at %s (to %i) %s: outside, log and page agree after the next start",
    async (from, verb, to, moment) => {
      const { stage, outside } = await staged();
      await stage.look();
      for (const green of from) await shiftTraffic(stage.app, green, WISH, "*");
      const before = from.at(-1) ?? 0;
      await stage.stop();
      await killed(stage, verb, moment);
      const left = await outside();
      await stage.start();
      await stage.look();

      const accepted = verb === "rollback" && moment !== "before intent";
      const wanted = accepted ? to : left;
      expect(await outside()).toBe(wanted);
      expect(wanted).toBe(
        moment === "before intent" || (!accepted && moment === "before driver") ? before : to,
      );
      const state = await trafficState(stage.app);
      expect(state).toMatchObject({ sync: "in_sync", moving: null });
      expect(state.environments.green).toMatchObject({ desired_weight: wanted, applied_weight: wanted });
      const kind = verb === "rollback" ? "rollback" : "shift";
      const end = wanted === to ? "confirmed" : "failed";
      const told = moment === "before intent" ? [] : [`traffic.${kind}.intended`, `traffic.${kind}.${end}`];
      expect((await events(stage)).slice(2 * from.length)).toEqual(told);
      const row = await trafficRow(stage.app.store.db);
      expect(await stage.app.store.db.selectFrom("traffic_change").select("epoch").execute()).toHaveLength(
        row!.epoch,
      );
      const reports = await stage.app.store.db.selectFrom("rollback_report").select("id").execute();
      expect(reports).toHaveLength(accepted ? 1 : 0);
      await stage.look(3);
      expect(await outside()).toBe(wanted);
    },
  );
});
