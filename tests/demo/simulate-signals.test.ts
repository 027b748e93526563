import { rm, stat, truncate, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { logEntries } from "@/lib/demo/log";
import { evaluationsDocument, metricsDocument } from "@/lib/demo/quality";
import { type Entry, healthLines, latencyLines, resourceLines } from "@/lib/demo/samples";
import { DAY_MS, type Story } from "@/lib/demo/story";
import { SIGNAL_FILES } from "@/lib/workers/signal-files";
import { STORY } from "./history";
import { Stage } from "./stage";

const MINUTE_MS = 60_000;
const APPENDED: [string, (story: Story, afterMs: number, untilMs: number) => Entry[]][] = [
  [SIGNAL_FILES.health, healthLines],
  [SIGNAL_FILES.latency, latencyLines],
  [SIGNAL_FILES.resources, resourceLines],
  [SIGNAL_FILES.log, logEntries],
];

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.close());

/** Each file holds all of the story up to a moment at most so long ago, once and in order. */
async function expectWhole(lagMs: number): Promise<void> {
  for (const [name, entriesOf] of APPENDED) {
    const text = await stage.text(name);
    const due = entriesOf(STORY, STORY.startMs, stage.nowMs - lagMs);
    const all = entriesOf(STORY, STORY.startMs, stage.nowMs);
    const joined = all.map((entry) => entry.text).join("");
    expect(joined.startsWith(text), name).toBe(true);
    expect(text.length, name).toBeGreaterThanOrEqual(due.reduce((sum, entry) => sum + entry.text.length, 0));
  }
  const metrics = JSON.parse(await stage.text(SIGNAL_FILES.metrics));
  expect(metrics.runs).toEqual(metricsDocument(STORY, stage.nowMs - lagMs).runs);
  const evaluations = JSON.parse(await stage.text(SIGNAL_FILES.evaluations));
  expect(evaluations).toEqual(evaluationsDocument(STORY, stage.nowMs - lagMs));
}

test("signals come with the articles: up to a day ago at once, then as the pipeline's clock goes", async () => {
  await stage.run(0);
  await expectWhole(DAY_MS + MINUTE_MS);
  await stage.run(26 * MINUTE_MS);
  await expectWhole(MINUTE_MS);
  expect(stage.logged).toEqual([]);
});

test("a crash in the middle of any write is repaired by the next run", async () => {
  await stage.run(26 * MINUTE_MS);
  for (const cut of [1, 30, 150, 400]) {
    for (const name of Object.values(SIGNAL_FILES)) {
      const { size } = await stat(stage.path(name));
      await truncate(stage.path(name), size - cut);
    }
    await stage.run(90 * MINUTE_MS);
    await expectWhole(MINUTE_MS);
  }
});

test("an entry of several lines that was broken off between them is finished", async () => {
  await stage.run(0);
  const log = await stage.text(SIGNAL_FILES.log);
  await writeFile(
    stage.path(SIGNAL_FILES.log),
    log.slice(0, log.lastIndexOf("    result = stage(self.state)\n")),
  );
  await stage.run(0);
  await expectWhole(DAY_MS + MINUTE_MS);
});

test("files that were lost are made again", async () => {
  await stage.run(0);
  for (const name of [SIGNAL_FILES.health, SIGNAL_FILES.metrics]) await rm(stage.path(name));
  await stage.run(0);
  await expectWhole(DAY_MS + MINUTE_MS);
});
