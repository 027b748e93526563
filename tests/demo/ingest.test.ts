import { expect, test } from "vitest";
import { executionDocument } from "@/lib/demo/pipeline";
import { DAY_MS } from "@/lib/demo/story";
import { nanoUsd } from "@/lib/domain/money";
import { topicKey } from "@/lib/domain/record";
import { parserOf } from "@/lib/ingest/parse";
import { historyOf, STORY } from "./history";

const articles = historyOf(STORY).slice(-300);

test("what the demo writes goes the way of real files: every record lands, both of an article agree", () => {
  const executions = articles.map(({ execution }) => execution);
  const document = executionDocument(executions, STORY.startMs, STORY.startMs + 90 * DAY_MS);
  const text = articles.map(({ costLine }) => `${JSON.stringify(costLine)}\n`).join("");
  const runs = parserOf["execution-roi"].parse(JSON.stringify(document, null, 2), "Europe/London");
  const lines = parserOf["article-costs"].parse(text, "Europe/London");
  for (const parsed of [runs, lines]) {
    expect(parsed).toMatchObject({ rejections: [], notices: [], malformed: null });
    expect(parsed.records).toHaveLength(articles.length);
  }
  lines.records.forEach((line, index) => {
    const run = runs.records[index]!;
    expect(topicKey(run.topic ?? "")).toBe(topicKey(line.topic));
    expect(line.parts.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0)).toBe(
      run.calls.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0),
    );
    expect(run.totalCostNanoUsd).toBe(nanoUsd(articles[index]!.costLine.total_cost_usd));
    expect(Math.abs(line.atMs - run.endMs)).toBeLessThan(15 * 60_000);
    expect(run.words).toBeGreaterThanOrEqual(900);
  });
});
