import { expect, onTestFinished, test } from "vitest";
import { scratchServer } from "@/lib/drivers/scratch-server";
import { type Hit, SteadyLoad } from "@/lib/drivers/steady-load";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { TrafficWatch } from "@/lib/server/traffic/watch";
import { testApp } from "@/tests/support/app";
import { type Balancer, haproxy } from "@/tests/support/haproxy";

const WISH = { actor: "ada", origin: "test", reason: "under load" };
const CLIENTS = 8;
const COUNTED = 300;

async function staged() {
  const [blue, green] = [await scratchServer("blue", 3), await scratchServer("green", 3)];
  const balancer = await haproxy({ master: true, servers: { blue: blue.port, green: green.port } });
  const { app } = await testApp({
    config: [
      `environments: { blue: { url: "${blue.url}" }, green: { url: "${green.url}" } }`,
      `traffic: { driver: haproxy, haproxy: { socket: ${balancer.socket}, backend: articles } }`,
    ],
  });
  const watch = new TrafficWatch(app);
  await watch.look();
  const load = new SteadyLoad(balancer.front, CLIENTS);
  onTestFinished(async () => {
    await load.stop();
    await blue.stop();
    await green.stop();
  });
  const shift = (percent: number) => shiftTraffic(app, percent, WISH, "*");
  const rollback = () => rollBack(app, { ...WISH, dryRun: false, confirm: false });
  return { balancer, load, watch, shift, rollback };
}

/** Both weights as the runtime socket tells them. */
const weights = async (balancer: Balancer) => ({
  blue: await balancer.weight("blue"),
  green: await balancer.weight("green"),
});
const split = (green: number) => ({ blue: 100 - green, green });

/** How far the share of these requests is from the wanted one, in standard deviations of a fair draw. */
function deviations(hits: readonly Hit[], green: number): number {
  const wanted = (green / 100) * hits.length;
  const off = Math.abs(hits.filter(({ word }) => word === "green").length - wanted);
  return off === 0 ? 0 : off / Math.sqrt(wanted * (1 - green / 100));
}

test("twenty shifts and three rollbacks under load lose no request, and the shares are those that were wanted", async () => {
  const { balancer, load, shift, rollback } = await staged();
  const back = "roll back to";
  const steps: ([number] | [typeof back, number])[] = [
    ...([[50], [10], [33], [90]] as [number][]),
    [back, 0],
    ...([[67], [100], [50], [75], [1], [99], [20]] as [number][]),
    [back, 100],
    ...([[80], [5], [0], [40], [60], [95], [25], [33], [100]] as [number][]),
    [back, 0],
  ];
  for (const step of steps) {
    const [green] = step.slice(-1) as [number];
    if (step[0] === back)
      expect(await rollback()).toMatchObject({ changed: true, verification: { passed: true } });
    else await shift(green);
    expect(await weights(balancer)).toEqual(split(green));
    const hits = await load.more(COUNTED);
    expect(await weights(balancer)).toEqual(split(green));
    expect(deviations(hits, green), step.join(" ")).toBeLessThanOrEqual(3);
  }
  expect(steps.filter(([first]) => first !== back)).toHaveLength(20);
  await load.stop();
  expect(load.failed()).toBe(0);
  expect(load.hits.length).toBeGreaterThan(steps.length * COUNTED);
});

test("two reloads of HAProxy in the middle lose no request, and the next look gives back what was wanted", async () => {
  const { balancer, load, watch, shift } = await staged();
  for (const green of [50, 80]) {
    await shift(green);
    await load.more(COUNTED);
    await balancer.reload();
    expect(await weights(balancer)).toEqual(split(0));
    await watch.look();
    expect(await weights(balancer)).toEqual(split(green));
    expect(deviations(await load.more(COUNTED), green)).toBeLessThanOrEqual(3);
  }
  await load.stop();
  expect(load.failed()).toBe(0);
});
