import { rmSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { trafficRow } from "@/db/queries/traffic";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { trafficState } from "@/lib/server/traffic/state";
import { fakeHaproxy, REPLY } from "@/tests/support/fake-haproxy";
import { type Balancer, haproxy } from "@/tests/support/haproxy";
import { haproxySettings, trafficStage } from "@/tests/support/traffic";

const WISH = { actor: "ada", origin: "test", reason: "a fault" };
/** Looks a second apart. */
const LOOKS_MAX = 5;

/** Breaks a balancer, and gives what repairs it. */
type Fault = (balancer: Balancer) => Promise<() => Promise<unknown>>;

async function staged() {
  const balancer = await haproxy();
  const stage = await trafficStage([haproxySettings(balancer.socket)]);
  await stage.look();
  await shiftTraffic(stage.app, 50, WISH, "*");
  expect(await balancer.weight("green")).toBe(50);
  const shift = (green: number) => shiftTraffic(stage.app, green, WISH, "*");
  /** Looks until HAProxy has that share, but not longer than it may take. */
  const converged = async (green: number) => {
    for (let looks = 0; looks < LOOKS_MAX && (await balancer.weight("green")) !== green; looks += 1)
      await stage.look();
    expect(await balancer.weight("green")).toBe(green);
    await stage.look();
    expect((await trafficState(stage.app)).sync).toBe("in_sync");
  };
  return { balancer, stage, shift, converged };
}

/** Something else answers in its place. */
const replaced =
  (answer: string | null): Fault =>
  async (balancer) => {
    await balancer.stop();
    rmSync(balancer.socket, { force: true });
    const fake = await fakeHaproxy((connection) => {
      if (answer !== null) connection.end(answer);
    }, balancer.socket);
    return async () => {
      await fake.stop();
      await balancer.start();
    };
  };

const configured =
  (wishes: Parameters<Balancer["configure"]>[0]): Fault =>
  async (balancer) => {
    const anew = async (now: typeof wishes) => {
      await balancer.stop();
      await balancer.configure(now);
      await balancer.start();
    };
    await anew(wishes);
    return () => anew({});
  };

const FAULTS: [string, Fault, string][] = [
  [
    "is not there",
    async (balancer) => {
      await balancer.stop();
      rmSync(balancer.socket);
      return balancer.start;
    },
    "is not there",
  ],
  [
    "refuses",
    async (balancer) => {
      await balancer.stop();
      return balancer.start;
    },
    "refuses",
  ],
  [
    "is stopped in the middle of its work",
    async (balancer) => {
      const pid = Number(/^Pid: (\d+)$/m.exec(await balancer.ask("show info"))?.[1]);
      process.kill(pid, "SIGSTOP");
      const resume = async () => void process.kill(pid, "SIGCONT");
      onTestFinished(() => resume().catch(() => {}));
      return resume;
    },
    "does not answer",
  ],
  ["hangs", replaced(null), "does not answer"],
  ["says half of it", replaced(REPLY.slice(0, REPLY.length / 2)), "HAProxy cannot be read"],
  ["says something else", replaced("HTTP/1.1 400 Bad Request\r\n\r\n"), "not HAProxy's"],
  ["says too much", replaced("x".repeat(2_000_000)), "more than HAProxy ever would"],
  [
    "has a server of another name",
    configured({ names: { blue: "blue", green: "verde" } }),
    'no server "green" for green; it has blue, verde',
  ],
  ["may be read only", configured({ level: "operator" }), "needs level admin"],
  [
    "has green in maintenance",
    async (balancer) => {
      await balancer.ask("set server articles/green state maint");
      return () => balancer.ask("set server articles/green state ready");
    },
    "green is in maintenance",
  ],
];

test.each(FAULTS)(
  "HAProxy %s: a shift fails and says so, nothing is claimed, and what was wanted is there again soon after",
  async (_, fault, why) => {
    const { balancer, stage, shift, converged } = await staged();
    const repair = await fault(balancer);
    await expect(shift(80)).rejects.toMatchObject({
      code: "driver-unreachable",
      message: expect.stringMatching(/Wanted are the weights as before$/),
    });
    await expect(shift(80)).rejects.toThrow(why);
    expect(await trafficRow(stage.app.store.db)).toMatchObject({ green: 50, moving: null });
    await stage.look(2);
    expect((await trafficState(stage.app)).sync).not.toBe("in_sync");
    await repair();
    await converged(50);
  },
);

test.each(FAULTS.filter(([name]) => !name.includes("maintenance")))(
  "HAProxy %s: a rollback is accepted and not claimed, and done soon after",
  async (_, fault) => {
    const { balancer, stage, converged } = await staged();
    const repair = await fault(balancer);
    const report = await rollBack(stage.app, { ...WISH, dryRun: false, confirm: true });
    const told = report.steps.find(({ name }) => name === "balancer");
    expect(report.times.accepted).not.toBeNull();
    // A server that began anew in the meantime may stand at nothing for green already.
    if (told?.status === "failed") expect(report).toMatchObject({ verification: { passed: false } });
    else expect(await balancer.weight("green")).toBe(0);
    expect(await trafficRow(stage.app.store.db)).toMatchObject({ green: 0 });
    await repair();
    await converged(0);
    expect(await balancer.weight("blue")).toBe(100);
    expect(await trafficRow(stage.app.store.db)).toMatchObject({ green: 0, moving: null });
  },
);

test("HAProxy was restarted and has forgotten its weights: it is told again, once", async () => {
  const { balancer, stage, converged } = await staged();
  await balancer.stop();
  await balancer.start();
  expect(await balancer.weight("green")).toBe(0);
  await converged(50);
  const events = await trafficState(stage.app);
  expect(events).toMatchObject({ epoch: 2, sync: "in_sync" });
});
