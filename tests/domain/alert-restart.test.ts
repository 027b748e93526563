import { describe, expect, test } from "vitest";
import { ruleOf, type Said, silenceAll, Watch } from "@/tests/support/alerts";

const SLOW = ruleOf({ forMs: 60_000, clearForMs: 300_000, renotifyMs: 3_600_000 });
const watching = (...before: Said[]) => {
  const watch = new Watch(ruleOf({ ...SLOW, action: { kind: "set_flag", flag: "rag", enabled: false } }));
  for (const said of before) watch.look(said, 60);
  return watch;
};

describe("a restart", () => {
  test("while pending: what was seen counts, the time that nobody looked does not, and it fires once", () => {
    const watch = watching(99);
    watch.look(101);
    watch.look(101, 40);
    watch.restart(3600);
    watch.look(101, 3600);
    expect(watch.alert).toMatchObject({ state: "pending", breachMs: 40_000 });
    watch.look(101, 20);
    expect(watch.told).toEqual(["fired"]);
    expect(watch.acts).toHaveLength(1);
  });

  test.each<[string, number]>([
    ["at once", 0],
    ["after a day", 86_400],
  ])("while firing, %s: nothing is told or done again, and its end is not lost", (_, seconds) => {
    const watch = watching(101, 101);
    expect(watch.told).toEqual(["fired"]);
    watch.restart(seconds).looks(101, 101);
    watch.restart(seconds);
    watch.look(99);
    watch.look(99, 300);
    expect(watch.told).toEqual(["fired", "resolved"]);
    expect(watch.acts).toHaveLength(1);
  });

  test("while recovering: neither fired again nor resolved too soon", () => {
    const watch = watching(101, 101);
    watch.look(99);
    watch.look(99, 200);
    watch.restart(86_400);
    watch.look(99, 86_400);
    expect(watch.alert).toMatchObject({ state: "firing", clearMs: 200_000 });
    watch.look(99, 100);
    expect(watch.told).toEqual(["fired", "resolved"]);
  });

  test("while there is no data: it is the same firing afterwards", () => {
    const watch = watching(101, 101, "no_data").restart(600);
    expect(watch.looks("no_data", 101, 101).told).toEqual(["fired"]);
    expect(watch.history).toEqual(["fired", "no_data", "data_back"]);
    expect(watch.alert.firing?.id).toBe(1);
  });

  test("while its source is stale: nothing is decided until the source is back", () => {
    const watch = watching(101, 101, "stale").restart(600);
    expect(watch.looks("stale", 101).told).toEqual(["fired"]);
  });

  test("while silenced: what it muted is told when it ends, and not before", () => {
    const watch = watching(101);
    watch.silences = [silenceAll(watch, 3600)];
    watch.look(101, 60);
    watch.restart().looks(101);
    expect(watch.told).toEqual([]);
    watch.look(101, 3600);
    expect(watch.told).toEqual(["fired"]);
  });

  test("while a reminder is due: it comes when the interval has passed while Greenlight ran", () => {
    const watch = watching(101, 101);
    watch.look(101, 3000);
    watch.restart(86_400);
    watch.look(101, 86_400);
    expect(watch.told).toEqual(["fired"]);
    watch.look(101, 600);
    expect(watch.told).toEqual(["fired", "renotified"]);
  });

  test("of a process that died between deciding and storing decides the same, under the same keys", () => {
    const watch = watching(101);
    const before = watch.state;
    const first = watch.look(101, 60);
    watch.state = before;
    watch.atMs -= 60_000;
    expect(watch.look(101, 60)).toEqual(first);
  });
});

const DAY_MS = 86_400_000;

describe("a wall clock that jumps", () => {
  test.each([
    ["an hour ahead", 3_600_000],
    ["an hour back", -3_600_000],
    ["400 days ahead", 400 * DAY_MS],
    ["30 days back", -30 * DAY_MS],
  ])("%s changes nothing that is decided", (_, byMs) => {
    const stories: Said[][] = [
      [99, 99, 99, 99],
      [101, 101, 101, 99, 99],
      [101, "no_data", "no_data", 101],
    ];
    for (const story of stories)
      for (let jumpAt = 0; jumpAt <= story.length; jumpAt += 1) {
        const [still, jumping] = [watching(), watching()];
        story.forEach((said, at) => {
          if (at === jumpAt) jumping.atMs += byMs;
          still.look(said, 60);
          jumping.look(said, 60);
        });
        const decided = (watch: Watch) =>
          watch.effects.map((effect) => [effect.kind, effect.key, effect.note.firing]);
        expect(decided(jumping)).toEqual(decided(still));
        expect(jumping.state.clockMs).toBe(still.state.clockMs);
      }
  });

  test("does not end silences", () => {
    const watch = watching(101);
    watch.silences = [silenceAll(watch, 3600)];
    watch.look(101, 60);
    watch.atMs += 400 * DAY_MS;
    expect(watch.looks(101, 101).told).toEqual([]);
  });

  test.each([-5, Number.NaN, Number.POSITIVE_INFINITY])(
    "a passed time of %d counts for nothing",
    (seconds) => {
      const watch = watching(101);
      watch.look(101, seconds);
      expect(watch.alert).toMatchObject({ state: "pending", breachMs: 0 });
    },
  );
});
