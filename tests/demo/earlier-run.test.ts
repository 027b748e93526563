import { expect, test } from "vitest";
import { earlierRun, wholeLines } from "@/lib/demo/earlier-run";
import { executionDocument } from "@/lib/demo/pipeline";
import { DAY_MS } from "@/lib/demo/story";
import { historyOf, STORY } from "./history";

const articles = historyOf(STORY);
const endMs = STORY.startMs + 90 * DAY_MS;
const document = JSON.stringify(
  executionDocument(
    articles.map(({ execution }) => execution),
    STORY.startMs,
    endMs,
  ),
);
const lines = articles.map(({ costLine }) => `${JSON.stringify(costLine)}\n`).join("");
const last = articles.at(-1)!;

test("nothing was written yet: everything begins at the given start", () => {
  expect(earlierRun("", "", 5)).toEqual({
    startMs: 5,
    executions: [],
    executionsUntilMs: 5,
    linesUntilMs: 5,
  });
});

test("a run goes on after its last execution and its last line, with the start it had", () => {
  const run = earlierRun(document, lines, endMs);
  expect(run.startMs).toBe(STORY.startMs);
  expect(run.executionsUntilMs).toBe(Date.parse(last.execution.timestamp));
  expect(run.linesUntilMs).toBe(Date.parse(last.costLine.timestamp));
  expect(run.executions).toEqual(JSON.parse(document).executions);
});

test("of a document cut short the thirty days are to be made again", () => {
  const run = earlierRun(document.slice(0, 5_000), lines, endMs);
  expect(run.startMs).toBe(STORY.startMs);
  expect(run.executions).toEqual([]);
  expect(run.executionsUntilMs).toBe(run.linesUntilMs - 30 * DAY_MS);
});

test("without lines all of them are to be made again", () => {
  expect(earlierRun(document, "", endMs).linesUntilMs).toBe(STORY.startMs);
});

test("a line cut short was not written", () => {
  const torn = lines.slice(0, -20);
  expect(wholeLines(torn).split("\n")).toHaveLength(articles.length);
  expect(earlierRun(document, torn, endMs).linesUntilMs).toBe(
    Date.parse(articles.at(-2)!.costLine.timestamp),
  );
});

test.each(["null", "[]", '{"metadata":7,"executions":{}}', '{"executions":[null,{"timestamp":"soon"}]}'])(
  "a strange document counts as empty: %s",
  (text) => {
    expect(earlierRun(text, "", 5)).toMatchObject({ startMs: 5, executions: [], executionsUntilMs: 5 });
  },
);
