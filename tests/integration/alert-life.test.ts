import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { liveReleaseRow } from "@/db/queries/releases";
import { alertLease, keepLease } from "@/db/record/alert-lease";
import { AlertWatch } from "@/lib/server/alerts/look";
import { following } from "@/lib/server/follow/following";
import { type AlertStage, alertStage, RECEIVER } from "@/tests/support/alert-stage";

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

/** A probe every fifteen seconds, with a look each. */
async function probed(stage: AlertStage, valueMs: number, minutes: number): Promise<void> {
  for (let sample = 0; sample < minutes * 4; sample += 1) {
    await stage.latency("rag", [valueMs]);
    await stage.look(15);
  }
}

/** Memory every fifteen seconds, with a look each. */
async function used(stage: AlertStage, bytes: number, minutes: number): Promise<void> {
  for (let sample = 0; sample < minutes * 4; sample += 1) {
    await stage.memory(bytes + sample);
    await stage.look(15);
  }
}

const HIGH = 1_700_000_000;
const LOW = 1_000_000_000;

describe("the RAG flag", () => {
  test("goes off with the alert, and back on after ten minutes under 400 ms, not between the lines", async () => {
    const stage = await alertStage();
    await probed(stage, 600, 5.25);
    expect(await stage.flag("rag")).toBe(false);
    await probed(stage, 450, 20);
    expect(await stage.flag("rag")).toBe(false);
    await probed(stage, 300, 5);
    expect((await stage.alert("rag-latency"))?.clearSinceMs).not.toBeNull();
    await probed(stage, 300, 9);
    expect(await stage.flag("rag")).toBe(false);
    await probed(stage, 300, 2);
    expect(await stage.flag("rag")).toBe(true);
    expect(await stage.queued()).toEqual(["fired rag-latency green", "resolved rag-latency green"]);
    const switched = await stage.app.store.db
      .selectFrom("event")
      .select(["subject", "before", "after", "actor", "reason"])
      .where("action", "=", "flag.switched")
      .orderBy("id")
      .execute();
    expect(switched).toEqual([
      {
        ...{ subject: "rag", before: '{"enabled":true}', after: '{"enabled":false}', actor: "system" },
        reason: "held by rag-latency",
      },
      {
        ...{ subject: "rag", before: '{"enabled":false}', after: '{"enabled":true}', actor: "system" },
        reason: "no alert holds it any more",
      },
    ]);
  });

  test("is switched by itself at most twice an hour, and follows what holds once it may again", async () => {
    const stage = await alertStage([
      RECEIVER,
      "rules: [{ name: rag-latency, window: 2m, min_samples: 3, clear_for: 30s, cooldown: 0s }]",
    ]);
    const wave = async (ms: number, looks = 30, seconds = 5) => {
      for (let look = 0; look < looks; look += 1) {
        await stage.latency("rag", times(4, ms), 0);
        await stage.look(seconds);
      }
    };
    const seen: (boolean | undefined)[] = [];
    for (const ms of [900, 100, 900, 100, 900]) {
      await wave(ms);
      seen.push(await stage.flag("rag"));
    }
    expect(seen).toEqual([false, true, true, true, true]);
    const { postponed } = (await stage.app.store.db
      .selectFrom("flag")
      .select("postponed")
      .where("name", "=", "rag")
      .executeTakeFirst()) ?? { postponed: null };
    expect(postponed).toBe("switched 2 times within the last hour");
    await wave(900, 60, 60);
    expect(await stage.flag("rag")).toBe(false);
  });
});

test("flapping around the line that fires does not fire again before it was clear for its time", async () => {
  const stage = await alertStage();
  await used(stage, HIGH, 2);
  for (let turn = 0; turn < 10; turn += 1) await used(stage, turn % 2 === 0 ? LOW : HIGH, 1);
  expect(await stage.queued()).toEqual(["fired memory green"]);
});

test("a gap is no data and not the end of an alert; data that come back are no second alert", async () => {
  const stage = await alertStage();
  await used(stage, HIGH, 2);
  for (let looks = 0; looks < 20; looks += 1) await stage.look(30);
  expect(await stage.alert("memory")).toMatchObject({ state: "no_data", firing: { id: 1 } });
  await used(stage, HIGH, 2);
  expect(await stage.alert("memory")).toMatchObject({ state: "firing", firing: { id: 1 } });
  expect(await stage.history("memory")).toEqual(["fired", "no_data", "data_back"]);
  expect(await stage.queued()).toEqual(["fired memory green"]);
});

test("a source that cannot be read decides nothing: neither does it fire nor resolve", async () => {
  const stage = await alertStage();
  await used(stage, HIGH, 2);
  const path = "/somewhere/resources.jsonl";
  following().set(path, {
    ...{ path, kind: "resources", environment: "green", state: "failing", message: "no permission" },
  });
  onTestFinished(() => void following().delete(path));
  await used(stage, LOW, 8);
  expect(await stage.alert("memory")).toMatchObject({ state: "firing", inhibited: true, clearSinceMs: null });
  following().delete(path);
  await used(stage, LOW, 6);
  expect(await stage.alert("memory")).toMatchObject({ state: "inactive", inhibited: false });
  expect(await stage.queued()).toEqual(["fired memory green", "resolved memory green"]);
});

describe("a restart", () => {
  test.each([
    ["pending", 0.75, 0, "pending", ["fired"]],
    ["firing", 2, 0, "firing", ["fired"]],
    ["recovering", 2, 3, "firing", ["fired"]],
  ])("while %s repeats nothing and loses nothing", async (_, high, low, state, history) => {
    const stage = await alertStage();
    await used(stage, HIGH, high);
    if (low > 0) await used(stage, LOW, low);
    expect((await stage.alert("memory"))?.state).toBe(state);
    await stage.restart(3 * 3_600_000);
    await stage.look(0);
    expect((await stage.alert("memory"))?.state).toBe(state);
    if (low === 0) await used(stage, HIGH, 2);
    expect(await stage.history("memory")).toEqual(history);
    await used(stage, LOW, 6);
    expect(await stage.history("memory")).toEqual(["fired", "resolved"]);
    expect(await stage.queued()).toEqual(["fired memory green", "resolved memory green"]);
  });

  test("does not take what nobody could hear for silence, also where silence is an alert", async () => {
    const stage = await alertStage([
      RECEIVER,
      "rules: [{ name: memory, no_data: alert, window: 5m, for: 0s, clear_for: 0s }]",
    ]);
    await used(stage, LOW, 1);
    await stage.restart(3_600_000);
    await stage.looks(60);
    await used(stage, LOW, 1);
    expect(await stage.queued()).toEqual([]);
    for (let looks = 0; looks < 24; looks += 1) await stage.look(30);
    expect(await stage.queued()).toEqual(["fired memory green"]);
  });

  test("finds what went wrong meanwhile", async () => {
    const stage = await alertStage();
    await stage.errorsTold();
    await stage.jobs(Array.from({ length: 40 }, () => false));
    await stage.look();
    await stage.stop();
    await stage.start();
    stage.pass(600_000);
    await stage.jobs([true, true, true, false, false, false, false, false, false, false]);
    await stage.look();
    expect(await stage.queued()).toEqual(["fired api-error-rate green"]);
  });
});

describe("a release on trial", () => {
  const broken = async (stage: AlertStage) => {
    await stage.errorsTold();
    await stage.jobs([true, true, true]);
    await stage.looks(30);
  };

  test("is what a rollback is about: decided once, and recorded with its evidence", async () => {
    const stage = await alertStage();
    await stage.release();
    await broken(stage);
    expect(stage.acts).toEqual(["api-error-rate rollback"]);
    await stage.restart();
    await stage.looks(60);
    expect(stage.acts).toEqual(["api-error-rate rollback"]);
    expect((await stage.alert("api-error-rate"))?.firing?.acted).toMatchObject({ release: "one" });
    expect(await stage.history("api-error-rate")).toEqual(["fired"]);
  });

  test("is not, where none is there: people are told, and why nothing was done", async () => {
    const stage = await alertStage();
    await broken(stage);
    expect(await liveReleaseRow(stage.app.store.db)).toBeNull();
    expect(stage.acts).toEqual([]);
    expect((await stage.alert("api-error-rate"))?.withheld).toBe("no release is on trial here");
  });
});

describe("one leader", () => {
  test("nobody looks while another process that runs has the lease; when it is gone, the next look is ours", async () => {
    const stage = await alertStage();
    const other = spawn("sleep", ["60"]);
    onTestFinished(() => void other.kill("SIGKILL"));
    const { db, write } = stage.app.store;
    const lease = () => write((tx) => keepLease(tx, `${other.pid}:other`, stage.clock.nowMs + 10_000));
    await lease();
    await stage.latency("rag", times(20, 900));
    expect(await stage.watch.look()).toBeNull();
    expect(await stage.queued()).toEqual([]);
    other.kill("SIGKILL");
    await once(other, "exit");
    await stage.look();
    expect(await stage.queued()).toEqual(["fired rag-latency green"]);
    expect((await alertLease(db)).holder).not.toBe(`${other.pid}:other`);
  });

  test("time that another leader has looked at does not count twice", async () => {
    const stage = await alertStage();
    await stage.memory(HIGH);
    await stage.look();
    await stage.app.store.write((tx) => keepLease(tx, "1:gone", stage.clock.nowMs - 1));
    await stage.memory(HIGH + 1);
    await stage.look(60);
    expect(await stage.alert("memory")).toMatchObject({ state: "pending", breachMs: 0 });
  });
});

test("two looks at once are stored one after the other, and tell once", async () => {
  const stage = await alertStage();
  await stage.latency("rag", times(20, 900));
  const second = new AlertWatch(stage.app, () => stage.clock.monoMs);
  await Promise.all([stage.watch.look(), second.look()]);
  expect(await stage.queued()).toEqual(["fired rag-latency green"]);
});
