import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { trafficRow } from "@/db/queries/traffic";
import { liveEnvironment } from "@/lib/server/live-environment";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { trafficState } from "@/lib/server/traffic/state";
import { watchTraffic } from "@/lib/workers/traffic";
import { TestPace } from "@/tests/support/pace";
import { haproxySettings, onHaproxy, onStateFile, type TrafficStage } from "@/tests/support/traffic";
import { WISH } from "@/tests/support/traffic-wishes";
import { until } from "@/tests/support/until";

/** The loop on a pace that the test sets, with the application's clock beside it. */
async function watching(stage: TrafficStage) {
  const pace = new TestPace();
  const stopping = new AbortController();
  const warn = vi.spyOn(stage.app.log, "warn").mockImplementation(() => {});
  const { ended } = await watchTraffic(stage.app, stopping.signal, pace);
  const stop = async () => {
    stopping.abort();
    await ended;
  };
  onTestFinished(stop);
  let sleeps = 2;
  await pace.asleep(sleeps);
  const seconds = async (count: number) => {
    for (let second = 0; second < count; second += 1) {
      stage.clock.nowMs += 1000;
      pace.pass(1000);
      sleeps += 1 + (pace.clockMs() % 15_000 === 0 ? 1 : 0);
      await pace.asleep(sleeps);
    }
  };
  return { seconds, warn, stop };
}

/** An environment that answers its health check as it is told to. */
async function environment() {
  let healthy = true;
  const server = createServer((_, response) => response.writeHead(healthy ? 200 : 503).end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    sicken: () => {
      healthy = false;
    },
  };
}

test("the first look is over before anybody is served, and an edit is taken in within two seconds", async () => {
  const { stage } = await onStateFile();
  await writeFile(stage.file, '{"current": "green", "previous": "blue", "version": "sprint-15"}');
  const { seconds } = await watching(stage);
  expect(await trafficRow(stage.app.store.db)).toMatchObject({ live: "green" });
  expect(await liveEnvironment(stage.app)).toEqual({ environment: "green", version: "sprint-15" });
  await writeFile(stage.file, '{"current": "blue", "previous": "green", "version": "sprint-14"}');
  await seconds(2);
  expect(await trafficRow(stage.app.store.db)).toMatchObject({ live: "blue", updated_by: "external" });
});

test("who is live is what is known of the traffic, whatever a broken file says since", async () => {
  const { stage } = await onStateFile();
  const { seconds } = await watching(stage);
  await shiftTraffic(stage.app, 100, WISH, "*");
  await writeFile(stage.file, '{"current": "blu');
  await seconds(3);
  expect(await liveEnvironment(stage.app)).toEqual({ environment: "green", version: null });
});

test("both environments are asked at once and every fifteen seconds: a rollback need not ask first", async () => {
  const [blue, green] = [await environment(), await environment()];
  const { stage } = await onStateFile([
    `environments: { blue: { url: "${blue.url}" }, green: { url: "${green.url}" } }`,
  ]);
  const { seconds } = await watching(stage);
  await shiftTraffic(stage.app, 50, WISH, "*");
  const ready = async () => (await trafficState(stage.app)).rollback;
  expect(await ready()).toMatchObject({ to: "blue", known_good: true });
  blue.sicken();
  await seconds(14);
  expect(await ready()).toMatchObject({ known_good: true });
  await seconds(1);
  expect(await ready()).toMatchObject({ known_good: false, said: expect.stringContaining("503") });
});

test("what stands in the way of looking is logged once, and never ends the loop", async () => {
  const { stage, balancer } = await onHaproxy();
  if (balancer === null) throw new Error("no balancer");
  await balancer.stop();
  const { seconds, warn } = await watching(stage);
  await seconds(5);
  expect(warn.mock.calls.map(([, words]) => words)).toEqual(["the traffic could not be looked at"]);
  expect(await trafficRow(stage.app.store.db)).toBeNull();
  await balancer.start();
  await seconds(1);
  expect(await trafficState(stage.app)).toMatchObject({ live: "blue", sync: "in_sync" });
  await balancer.stop();
  await seconds(5);
  expect(warn.mock.calls.map(([, words]) => words).slice(1)).toEqual(["the balancer cannot be read"]);
});

test("a driver that the settings name anew is told what is wanted", async () => {
  const { stage } = await onStateFile();
  const { seconds } = await watching(stage);
  await shiftTraffic(stage.app, 40, WISH, "*");
  const { balancer } = await onHaproxy();
  if (balancer === null) throw new Error("no balancer");
  await writeFile(`${stage.folder}/greenlight.yaml`, `timezone: UTC\n${haproxySettings(balancer.socket)}\n`);
  await until(async () => expect((await stage.app.config.reloadIfChanged()).kind).toBe("applied"));
  await seconds(2);
  expect(await balancer.weight("green")).toBe(40);
  expect(await trafficState(stage.app)).toMatchObject({ driver: "haproxy", sync: "in_sync" });
});
