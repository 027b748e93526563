import { describe, expect, onTestFinished, test, vi } from "vitest";
import { alertsOf } from "@/lib/server/alerts/alerts";
import { type AlertStage, alertStage, RECEIVER } from "@/tests/support/alert-stage";
import { heldWriteLock } from "@/tests/support/write-lock";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

/** A minute of a pipeline that is well, or whose memory is high: everything told every fifteen seconds. */
async function minutes(stage: AlertStage, count: number, bytes = 1_000_000_000): Promise<void> {
  for (let sample = 0; sample < count * 4; sample += 1) {
    await stage.memory(bytes + sample);
    await stage.latency("rag", [100]);
    if (sample % 8 === 0) await stage.jobs([false]);
    await stage.look(15);
  }
}

/** An hour in which half of the jobs failed, that ended a day and a bit ago. */
async function badDay(stage: AlertStage, daysAgo: number): Promise<void> {
  stage.clock.nowMs -= daysAgo * DAY;
  await stage.jobs([...times(20, 0), ...times(20, 1)].map((one, index) => one === 1 && index % 2 === 0));
  stage.clock.nowMs += daysAgo * DAY;
}

describe("a clock on the wall that is set", () => {
  test.each([
    ["an hour forward", HOUR],
    ["an hour back", -HOUR],
    ["400 days forward", 400 * DAY],
    ["30 days back", -30 * DAY],
  ])("%s, and right again, tells nobody anything", async (_, jumpMs) => {
    const stage = await alertStage([RECEIVER, "rules: [{ name: rag-latency, no_data: alert }]"]);
    await stage.errorsTold();
    await badDay(stage, 30);
    await minutes(stage, 6);
    stage.clock.nowMs += jumpMs;
    await minutes(stage, 7);
    stage.clock.nowMs -= jumpMs;
    await minutes(stage, 7);
    expect(await stage.queued()).toEqual([]);
    expect(stage.acts).toEqual([]);
  });

  test.each([
    ["forward", HOUR],
    ["back", -HOUR],
  ])("%s does not end what must last: memory is watched by the other clock", async (_, jumpMs) => {
    const stage = await alertStage();
    await stage.memory(1_700_000_000);
    await stage.look();
    stage.clock.nowMs += jumpMs;
    await stage.memory(1_700_000_001);
    await stage.look();
    expect((await stage.alert("memory"))?.state).toBe("pending");
    await minutes(stage, 1.25, 1_700_000_000);
    expect(await stage.queued()).toEqual(["fired memory green"]);
  });

  test("back before a start: what lies in the future by then does not speak for today", async () => {
    const stage = await alertStage();
    await stage.errorsTold();
    await badDay(stage, 30);
    await minutes(stage, 1);
    await stage.restart(-30 * DAY);
    await minutes(stage, 2);
    expect(await stage.queued()).toEqual([]);
  });

  test.each(["2026-03-29T00:30:00Z", "2026-10-25T00:30:00Z"])(
    "for summer time, at %s, changes nothing",
    async (night) => {
      const stage = await alertStage([RECEIVER, "timezone: Europe/London"].slice(0, 1));
      stage.clock.nowMs = Date.parse(night);
      await stage.errorsTold();
      await minutes(stage, 90 / 6, 1_000_000_000);
      await minutes(stage, 2, 1_700_000_000);
      expect(await stage.queued()).toEqual(["fired memory green"]);
    },
  );
});

describe("while another process holds the write lock", () => {
  async function locked(config: readonly string[] = [RECEIVER]) {
    const stage = await alertStage(config);
    await stage.latency("rag", times(20, 100));
    await stage.memory(1_000_000_000);
    await stage.look();
    const release = heldWriteLock(stage.app.databaseFile);
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    return { stage, release };
  }

  test("for a second, a look waits for it", async () => {
    const { stage, release } = await locked();
    const looked = stage.look();
    await vi.advanceTimersByTimeAsync(1000);
    release();
    await vi.advanceTimersByTimeAsync(100);
    expect(await looked).toEqual([]);
    expect(await stage.queued()).toEqual([]);
  });

  test.each([5, 30])(
    "for %s s there is no look, no alert and no notification, and reading goes on",
    async (seconds) => {
      const watchful = "rules: [{ name: memory, no_data: alert, window: 15s, for: 0s, clear_for: 0s }]";
      const { stage, release } = await locked([RECEIVER, watchful]);
      for (let waited = 0; waited < seconds; waited += 5) {
        const looked = expect(stage.look(5)).rejects.toMatchObject({ code: "storage-unavailable" });
        await vi.advanceTimersByTimeAsync(5100);
        await looked;
        expect((await alertsOf(stage.app, {})).counts).toMatchObject({ firing: 0, pending: 0 });
      }
      release();
      vi.useRealTimers();
      stage.pass(170_000);
      await stage.look();
      await stage.memory(1_000_000_001);
      await stage.looks(15);
      expect(await stage.queued()).toEqual([]);
      expect(await stage.history("memory")).toEqual([]);
    },
  );

  test("an alert that fires then is told once it can be stored", async () => {
    const { stage, release } = await locked();
    release();
    vi.useRealTimers();
    await stage.latency("rag", times(40, 900), 5);
    const again = heldWriteLock(stage.app.databaseFile);
    vi.useFakeTimers();
    const looked = expect(stage.look()).rejects.toMatchObject({ code: "storage-unavailable" });
    await vi.advanceTimersByTimeAsync(5100);
    await looked;
    again();
    vi.useRealTimers();
    await stage.looks(30);
    expect(await stage.queued()).toEqual(["fired rag-latency green"]);
  });
});
