import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic, tagOf } from "@/lib/server/traffic/shift";
import { stateFileOf } from "@/lib/server/traffic/driver";
import { TrafficWatch } from "@/lib/server/traffic/watch";
import { trafficRow } from "@/db/queries/traffic";
import { testApp } from "@/tests/support/app";

const wish = { actor: "ada", origin: "test", reason: "a try" };
const onFile = async (app: Parameters<typeof stateFileOf>[0]) => JSON.parse(await readFile(stateFileOf(app), "utf8"));

test("a shift, a switch, and one rollback", async () => {
  const { app } = await testApp();
  const watch = new TrafficWatch(app);
  await watch.look();
  const half = await shiftTraffic(app, 50, wish, tagOf({ epoch: 1 }));
  expect((await onFile(app)).weights).toEqual({ blue: 50, green: 50 });
  await shiftTraffic(app, 100, wish, tagOf(half));
  expect(await onFile(app)).toMatchObject({ current: "green", previous: "blue", weights: { blue: 0, green: 100 } });
  const report = await rollBack(app, { ...wish, dryRun: false, confirm: false });
  expect(report).toMatchObject({ changed: true, verification: { passed: true } });
  expect(await onFile(app)).toMatchObject({ current: "blue", weights: { blue: 100, green: 0 } });
  expect((await rollBack(app, { ...wish, dryRun: false, confirm: false })).changed).toBe(false);
});

test("an edit from outside is taken in", async () => {
  const { app } = await testApp();
  const watch = new TrafficWatch(app);
  await watch.look();
  await shiftTraffic(app, 0, wish, tagOf({ epoch: 1 }));
  await writeFile(stateFileOf(app), JSON.stringify({ ...(await onFile(app)), current: "green", mine: 1 }));
  await watch.look();
  expect(await trafficRow(app.store.db)).toMatchObject({ live: "green", green: 100, backup: "blue" });
  await watch.look();
  expect(await onFile(app)).toMatchObject({ current: "green", weights: { blue: 0, green: 100 }, mine: 1 });
});
