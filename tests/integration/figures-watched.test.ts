import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { summaryOf } from "@/lib/server/answers";
import { FollowedFile } from "@/lib/server/follow/followed-file";
import { sourcesOf } from "@/lib/server/sources";
import { testApp } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";

type Kind = "execution-roi" | "article-costs";

/** An application that follows one file of each kind; `write` puts a real document there and has it looked at. */
async function following() {
  const { app, folder } = await testApp();
  const paths = {
    "execution-roi": join(folder, "execution_roi.json"),
    "article-costs": join(folder, "agent_sdk_costs.jsonl"),
  };
  const follow = (kind: Kind) =>
    new FollowedFile(app, { kind, path: paths[kind], environment: null, timezone: "UTC" });
  const files = { "execution-roi": follow("execution-roi"), "article-costs": follow("article-costs") };
  onTestFinished(async () => {
    await files["execution-roi"].close();
    await files["article-costs"].close();
  });
  return {
    summary: () => summaryOf(app, { range: "all" }),
    sources: () => sourcesOf(app),
    write: async (kind: Kind, file: string) => {
      await writeFile(paths[kind], fixture(file));
      await files[kind].poll();
    },
  };
}

const snapshots = ["execution_roi.1-empty.json", "execution_roi.2.json", "execution_roi.3.json"];

test.each([
  [snapshots],
  [snapshots.toReversed()],
  [[...snapshots, ...snapshots]],
  [["execution_roi.3.json", "execution_roi.1-empty.json", "execution_roi.2.json"]],
])("a watched file that held %j gives the figures of the third", async (files) => {
  const { write, summary, sources } = await following();
  for (const file of files) await write("execution-roi", file);
  const found = await summary();
  expect(found).toMatchObject({
    executions: 28,
    llm_calls: 31,
    tokens: { total: 54_100 },
    cost_usd: 0.277275,
    articles: 3,
  });
  expect(found.roi_multiplier).toBeCloseTo(14_335.948, 3);
  expect((await sources()).sources.map(({ state, rejected }) => [state, rejected])).toContainEqual(["ok", 0]);
});

test("what rotates out of a watched file stays: one file, then another shape, add up", async () => {
  const { write, summary } = await following();
  await write("execution-roi", "execution_roi.3.json");
  await write("execution-roi", "execution_roi.schema2.json");
  expect(await summary()).toMatchObject({
    executions: 31,
    tokens: { total: 99_515 },
    human_cost_usd: 4606.35,
  });
});

test.each([[["execution-roi", "article-costs"]], [["article-costs", "execution-roi"]]] as const)(
  "two watched files of the same runs count them once, read as %j, and again",
  async (kinds) => {
    const names = {
      "execution-roi": "same-run-twice/execution_roi.json",
      "article-costs": "same-run-twice/agent_sdk_costs.jsonl",
    };
    const { write, summary } = await following();
    for (const kind of [...kinds, ...kinds]) await write(kind, names[kind]);
    const found = await summary();
    expect(found).toMatchObject({
      articles: 2,
      executions: 2,
      cost_usd: 1.46000853,
      human_cost_usd: 150,
      tokens: { total: null },
    });
    expect(found.roi_multiplier).toBeCloseTo(102.739, 3);
  },
);

test("a watched agent_sdk_costs.jsonl that is replaced by another keeps the articles of both", async () => {
  const { write, summary } = await following();
  await write("article-costs", "agent_sdk_costs.jsonl");
  await write("article-costs", "same-run-twice/agent_sdk_costs.jsonl");
  const found = await summary();
  expect(found).toMatchObject({ articles: 3, executions: 0 });
  expect(found.cost_usd).toBeCloseTo(0.48664275 + 1.46000853, 9);
});
