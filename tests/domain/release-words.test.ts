import { expect, test } from "vitest";
import { HELD_REASONS, type Phase } from "@/lib/domain/release";
import { clockWords, deadlineMs, HELD, progressWords, waitOf } from "@/lib/domain/release-words";
import { HOUR, heldOver, MINUTE, NOW, observing, plan, release, shifting } from "@/tests/support/release";

test.each([
  [0, "0 s"],
  [59_400, "59 s"],
  [60_000, "1 min"],
  [HOUR, "1 h"],
  [80 * MINUTE, "1 h 20 min"],
  [24 * HOUR, "24 h"],
])("%s ms are %s", (ms, words) => {
  expect(clockWords(ms)).toBe(words);
});

test.each([
  [
    { countedMs: HOUR, samples: { candidate: 6, control: 8 } },
    "1 h done, 6 of 8 articles on green, 8 of 8 articles on blue",
  ],
  [{ countedMs: 20 * MINUTE }, "20 min of 1 h, 0 of 8 articles on green, 0 of 8 articles on blue"],
  [
    { step: 2, countedMs: 2 * HOUR, samples: { candidate: 6, control: 0 } },
    "1 h done, 6 of 8 articles on green",
  ],
])("what a share has shown", (more, words) => {
  expect(progressWords(release(), observing(more))).toBe(words);
});

test("a share that waits for no articles speaks of its time alone", () => {
  const timed = { ...release(), plan: plan({ steps: [{ weight: 100, holdMs: HOUR, articles: 0 }] }) };
  expect(progressWords(timed, observing())).toBe("0 s of 1 h");
});

test("every reason says what it means and what ends it", () => {
  for (const reason of HELD_REASONS) {
    expect(HELD[reason].means).not.toBe("");
    expect(waitOf(release(heldOver(observing(), reason))).said).toBe(HELD[reason].releasedBy);
  }
});

test.each<[string, Phase, string, number | null]>([
  ["draft", { name: "draft" }, "a person who starts it", null],
  ["preflight", { name: "preflight" }, "the checks of green", 15 * MINUTE],
  ["shifting", shifting(), "the balancer to show 50 % for green", MINUTE],
  [
    "observing",
    observing(),
    "0 s of 1 h, 0 of 8 articles on green, 0 of 8 articles on blue, for 100 %",
    72 * HOUR,
  ],
  [
    "rolling back",
    { name: "rolling_back", tries: 0, retryInMs: 0 },
    "the balancer to give everything back",
    MINUTE,
  ],
  ["verifying", { name: "verifying" }, "the checks of the rollback", 10 * MINUTE],
  ["completed", { name: "completed", retired: false }, "a person who retires blue", null],
  ["rolled back", { name: "rolled_back" }, "nothing", null],
])("while it is %s it says what it waits for, and until when", (_, phase, said, limitMs) => {
  expect(waitOf(release(phase)).said).toBe(said);
  const deadline = deadlineMs(release(phase, { forMs: 1000 }), NOW);
  expect(deadline).toBe(limitMs === null ? null : NOW + limitMs - 1000);
});

test("the backup's end moves with what was counted, not with the clock on the wall", () => {
  const kept = release({ name: "retained" }, { fullMs: 20 * HOUR, forMs: 5 * HOUR });
  expect(deadlineMs(kept, NOW)).toBe(NOW + 4 * HOUR);
});
