import { expect, test } from "vitest";
import { CHAPTERS, type Chapter, moodOf, OUTAGE_MS, type Progress } from "@/lib/demo/releases";

const chapter = (fate: Chapter["fate"]): Chapter => {
  const found = CHAPTERS.find((one) => one.fate === fate);
  if (found === undefined) throw new RangeError(`no chapter is ${fate}`);
  return found;
};
const ill = (fate: Chapter["fate"], progress: Progress) => moodOf(chapter(fate), progress, {}).ill;

test("before its first share nothing is ill, and a good release never is", () => {
  for (const { fate } of CHAPTERS) expect(ill(fate, { begun: false, sharedMs: null })).toEqual([]);
  expect(ill("good", { begun: true, sharedMs: 1 })).toEqual([]);
});

test("a broken release is ill alone", () => {
  expect(ill("broken", { begun: true, sharedMs: null })).toEqual([chapter("broken").environment]);
});

test("an outage begins in the environment that is not under release, reaches both, and ends", () => {
  const { environment } = chapter("outage");
  const live = environment === "blue" ? "green" : "blue";
  expect(ill("outage", { begun: true, sharedMs: null })).toEqual([live]);
  expect(ill("outage", { begun: true, sharedMs: OUTAGE_MS - 1 })).toEqual(["blue", "green"]);
  expect(ill("outage", { begun: true, sharedMs: OUTAGE_MS })).toEqual([]);
});

test("what is under release runs there", () => {
  const { environment, version } = chapter("outage");
  const mood = moodOf(chapter("outage"), { begun: false, sharedMs: null }, { green: "sprint-15" });
  expect(mood.versions).toEqual({ green: "sprint-15", [environment]: version });
});
