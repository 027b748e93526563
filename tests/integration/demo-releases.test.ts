import { expect, test } from "vitest";
import { CHAPTERS, PAUSE_MS } from "@/lib/demo/releases";
import { unwritten } from "@/lib/drivers/smoke-job";
import { releasePlanned, releasesOf } from "@/lib/server/releases/commands";
import { releaseEngine } from "@/lib/server/releases/running";
import { runsEnded } from "@/lib/server/runs/interrupted";
import { runsOf } from "@/lib/server/runs/reply";
import { playSmokeTests } from "@/lib/server/runs/writers";
import { TrafficWatch } from "@/lib/server/traffic/watch";
import { DemoReleases } from "@/lib/workers/demo-releases";
import { testApp } from "@/tests/support/app";
import { ADA } from "@/tests/support/releases";

async function demo() {
  const { app, clock } = await testApp({ env: { GREENLIGHT_DEMO: "1" } });
  playSmokeTests(app, async () => unwritten("ended with exit code 1"));
  await new TrafficWatch(app).look();
  const releases = new DemoReleases(app);
  const shown = async () => (await releasesOf(app)).releases.map(({ version, state }) => [version, state]);
  return { app, clock, releases, shown };
}

test("a release of the story is planned, smoke tested and started, and what is to be released is deployed before", async () => {
  const { app, releases, shown } = await demo();
  const [first] = CHAPTERS;
  expect(await releases.look(0)).toBe(true);
  expect(await shown()).toEqual([]);
  await releases.look(PAUSE_MS.first);
  expect(await shown()).toEqual([[first?.version, "draft"]]);
  expect(await releases.look(0)).toBe(false);
  expect(releases.mood.versions).toEqual({ green: first?.version });
  const [{ id } = { id: "" }] = (await releasesOf(app)).releases;
  expect((await runsOf(app, id)).smoke).toMatchObject({ by: "demo" });
  await runsEnded(app);
  expect((await runsOf(app, id)).runs).toMatchObject([
    { kind: "smoke", started_by: "demo", state: "failed" },
  ]);
  await releases.look(0);
  await releaseEngine(app).settled();
  expect(await shown()).toEqual([[first?.version, "preflight"]]);
  expect((await runsOf(app, id)).runs).toHaveLength(1);
});

test("what a visitor plans is deployed, too, and the newest of several wins", async () => {
  const { app, clock, releases } = await demo();
  for (const version of ["mine-1", "mine-2"]) {
    await releasePlanned(app, { version, environment: "green" }, ADA);
    clock.nowMs += 1000;
  }
  await releases.look(0);
  expect(releases.mood).toEqual({ ill: [], versions: { green: "mine-2" } });
});
