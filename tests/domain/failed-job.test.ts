import { describe, expect, test } from "vitest";
import { type FailingJob, type FinishedArticle, failedJobs, JOB_MS, opensJob } from "@/lib/domain/failed-job";

const AT = Date.UTC(2026, 10, 20, 10);
const MINUTE = 60_000;

const job = (wishes: Partial<FailingJob> = {}): FailingJob => ({
  environment: "",
  topicKey: "rates",
  openedMs: AT,
  lastMs: AT,
  ...wishes,
});

const article = (finishedMs: number, wishes: Partial<FinishedArticle> = {}): FinishedArticle => ({
  id: "a",
  environment: "",
  topicKey: "rates",
  finishedMs,
  atMs: finishedMs,
  ...wishes,
});

describe("an error opens a failed job", () => {
  test.each([
    ["the first", null, "", true],
    ["60 s after the opening one, no job named", AT - MINUTE, "", false],
    ["a millisecond later", AT - MINUTE - 1, "", true],
    ["24 h after the opening one, the job named", AT - JOB_MS, "rates", false],
    ["a millisecond later than that", AT - JOB_MS - 1, "rates", true],
  ] as const)("%s", (_, openMs, jobKey, opens) => expect(opensJob(AT, openMs, jobKey)).toBe(opens));
});

describe("a named job with errors", () => {
  test("failed, where no article of its topic was finished", () => {
    const others = [article(AT + MINUTE, { topicKey: "jobs" })];
    expect(failedJobs([job()], others)).toEqual([{ atMs: AT, environment: "", articleId: null }]);
  });

  test.each([
    ["at the moment of its last error", AT + MINUTE, 0],
    ["a millisecond before it, which stands and is bad", AT + MINUTE - 1, 1],
    ["24 h after its first error", AT + JOB_MS, 0],
    ["later than that", AT + JOB_MS + 1, 1],
  ])("an article %s: %i is finished, so many failed", (_, finishedMs, failed) => {
    expect(failedJobs([job({ lastMs: AT + MINUTE })], [article(finishedMs)])).toHaveLength(failed);
  });

  test("whose article stands is counted at that article, and once however many errors speak of it", () => {
    const standing = article(AT - MINUTE, { id: "b", atMs: AT - 10 * MINUTE, environment: "blue" });
    const older = article(AT - 5 * MINUTE, { id: "c", environment: "blue" });
    const twice = [job(), job({ environment: "blue" })];
    expect(failedJobs(twice, [older, standing])).toEqual([
      { atMs: AT - 10 * MINUTE, environment: "blue", articleId: "b" },
    ]);
  });

  test("has no article that was finished more than 24 h before its first error", () => {
    expect(failedJobs([job()], [article(AT - JOB_MS)])[0]?.articleId).toBe("a");
    expect(failedJobs([job()], [article(AT - JOB_MS - 1)])[0]?.articleId).toBeNull();
  });

  test("is not taken back by an article of the other environment", () => {
    const green = [article(AT + MINUTE, { environment: "green" })];
    expect(failedJobs([job({ environment: "blue" })], green)).toHaveLength(1);
    expect(failedJobs([job({ environment: "green" })], green)).toEqual([]);
    expect(failedJobs([job()], green)).toEqual([]);
    expect(failedJobs([job({ environment: "blue" })], [article(AT + MINUTE)])).toEqual([]);
  });

  test("stays in its environment, where the environment of its bad article is not known", () => {
    const unknown = [article(AT - MINUTE)];
    expect(failedJobs([job({ environment: "blue" })], unknown)).toEqual([
      { atMs: AT, environment: "blue", articleId: null },
    ]);
  });
});
