import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder } from "@/tests/support/folder";
import { haproxy, type Wishes } from "@/tests/support/haproxy";
import { on, read, send, whyOf } from "@/tests/support/haproxy-driver";
import { until } from "@/tests/support/until";

async function staged(wishes: Wishes = {}) {
  const balancer = await haproxy(wishes);
  return { balancer, driver: on(balancer.socket) };
}

describe("a real HAProxy", () => {
  test("that was never there", async () => {
    expect(await whyOf(read(on(join(folder(), "none.sock"))))).toMatch(/HAProxy's socket .* is not there/);
  });

  test("that has died and left its socket behind", async () => {
    const { balancer, driver } = await staged();
    await balancer.stop();
    expect(await whyOf(send(driver, 50))).toMatch(/refuses: nothing listens on it/);
    await balancer.start();
    expect((await send(driver, 50)).green).toBe(50);
  });

  test("whose socket has no place left for a moment is asked again: nobody fails for that", async () => {
    const { balancer, driver } = await staged();
    const pid = Number(/^Pid: (\d+)$/m.exec(await balancer.ask("show info"))?.[1]);
    process.kill(pid, "SIGSTOP");
    const reads = Array.from({ length: 60 }, () => read(driver));
    await new Promise(setImmediate);
    process.kill(pid, "SIGCONT");
    expect((await Promise.all(reads)).map(({ green }) => green)).toEqual(Array(60).fill(0));
  });

  test("drains whom it gives nothing, so that what sticks to a server does not stay there", async () => {
    const { balancer, driver } = await staged();
    const admin = async () =>
      (await balancer.ask("show servers state articles"))
        .split("\n")
        .slice(2, 4)
        .map((line) => line.split(" ")[6]);
    for (const [green, states] of [
      [100, ["8", "0"]],
      [50, ["0", "0"]],
      [0, ["0", "8"]],
    ] as const) {
      await send(driver, green);
      expect(await admin()).toEqual(states);
    }
  });

  test("that was restarted has forgotten its weights, and that can be told", async () => {
    const { balancer, driver } = await staged();
    const before = await send(driver, 50);
    await balancer.stop();
    await balancer.start();
    const after = await read(driver);
    expect(after.green).toBe(0);
    expect(after.generation).not.toBe(before.generation);
    await send(driver, 50);
    expect(await balancer.weight("green")).toBe(50);
  });

  test("that is reloaded has forgotten its weights, and that can be told", async () => {
    const { balancer, driver } = await staged({ master: true });
    const before = await send(driver, 50);
    await balancer.reload();
    const after = await read(driver);
    expect(after.green).toBe(0);
    expect(after.generation).not.toBe(before.generation);
  });

  test("that is reloaded right before the write: the new one takes it", async () => {
    const { balancer, driver } = await staged({ master: true });
    expect((await send(driver, 50, balancer.reload)).green).toBe(50);
    expect(await balancer.weight("green")).toBe(50);
  });

  test("that dies right before the write", async () => {
    const { balancer, driver } = await staged();
    expect(await whyOf(send(driver, 50, balancer.stop))).toContain("refuses");
    await balancer.start();
    expect(await balancer.weight("green")).toBe(0);
  });

  test("whose server got another name meanwhile: told with the names there are", async () => {
    const { balancer, driver } = await staged({ master: true });
    const renamed = async () => {
      await balancer.configure({ master: true, names: { blue: "blue", green: "green-2" } });
      await balancer.reload();
    };
    const words = 'backend "articles" has no server "green" for green; it has blue, green-2';
    expect(await whyOf(send(driver, 50, renamed))).toContain(words);
    expect(await whyOf(read(driver))).toContain(words);
    expect(await balancer.weight("green-2")).toBe(0);
  });

  test("that has no such backend", async () => {
    const { balancer } = await staged();
    expect(await whyOf(send(on(balancer.socket, "aricles"), 50))).toContain('it has no backend "aricles"');
  });

  test.each(["operator", "user"] as const)(
    "whose socket is of level %s can be read, and is not moved",
    async (level) => {
      const { balancer, driver } = await staged({ level });
      expect((await read(driver)).green).toBe(0);
      expect(await whyOf(send(driver, 50))).toContain("the socket's level is too low: it needs level admin");
      expect(await balancer.weight("green")).toBe(0);
      expect(await balancer.weight("blue")).toBe(100);
    },
  );

  test("whose algorithm takes no other weights says so itself", async () => {
    const { balancer, driver } = await staged({ backend: ["balance source"] });
    expect(await whyOf(send(driver, 50))).toMatch(/it said "Backend is using a static LB algorithm/);
    expect(await balancer.weight("green")).toBe(0);
  });

  test("with a server drained by hand: its share is nothing, and the next shift gives it work again", async () => {
    const { balancer, driver } = await staged();
    await send(driver, 50);
    await balancer.ask("set server articles/green state drain");
    const drained = await read(driver);
    expect(drained.green).toBe(0);
    expect(drained.remarks).toEqual(['green (server "green") is drained at weight 50']);
    await send(driver, 50);
    expect(await balancer.weight("green")).toBe(50);
    expect((await read(driver)).remarks).toEqual([]);
  });

  test("with a server put into maintenance by hand: no shift ends that", async () => {
    const { balancer, driver } = await staged();
    await send(driver, 50);
    await balancer.ask("set server articles/green state maint");
    const state = async () =>
      (await balancer.ask("show servers state articles")).split("\n")[3]?.split(" ")[6];
    expect(await read(driver)).toMatchObject({
      green: 0,
      stopped: ["green"],
      remarks: ['green (server "green") is in maintenance'],
    });
    expect(await whyOf(send(driver, 60))).toContain("green is in maintenance on HAProxy, set by hand");
    expect(await balancer.weight("blue")).toBe(50);
    // To take everything from it is what somebody wants who rolls back.
    expect((await send(driver, 0)).green).toBe(0);
    expect(await state()).toBe("1");
    expect(await balancer.weight("blue")).toBe(100);
  });

  test("with both put into maintenance gives work to nobody, which is no share", async () => {
    const { balancer, driver } = await staged();
    for (const name of ["blue", "green"]) await balancer.ask(`set server articles/${name} state maint`);
    expect(await read(driver)).toMatchObject({ green: null, stopped: ["blue", "green"] });
  });

  test("whose own check finds a server down keeps its weight, and that is said", async () => {
    const { driver } = await staged({ backend: ["default-server check inter 20ms fall 1"] });
    await until(async () =>
      expect((await read(driver)).remarks).toContain(
        'blue (server "blue") is down, says HAProxy\'s check: it is given no work',
      ),
    );
    expect((await read(driver)).green).toBe(0);
  });

  test("with a third server in the backend: it is named, and not counted", async () => {
    const { driver } = await staged({ backend: ["server old 127.0.0.1:9 weight 50"] });
    await send(driver, 50);
    expect(await read(driver)).toMatchObject({
      green: 50,
      remarks: ['server "old" is in the backend, too, and not counted'],
    });
  });

  test("whose weights were written as others than hundredths: the share is what counts", async () => {
    const { balancer, driver } = await staged();
    await balancer.ask("set server articles/blue weight 200;set server articles/green weight 50");
    expect((await read(driver)).green).toBe(20);
    await balancer.ask("set server articles/blue weight 2;set server articles/green weight 1");
    expect((await read(driver)).green).toBe(33.33);
  });
});
