import { rm, stat, truncate, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { logEntries } from "@/lib/demo/log";
import { evaluationsDocument, metricsDocument } from "@/lib/demo/quality";
import { type Entry, healthLines, latencyLines, resourceLines } from "@/lib/demo/samples";
import { beginMs, DAY_MS, MINUTE_MS, type Story } from "@/lib/demo/story";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { SIGNAL_FILES } from "@/lib/workers/signal-files";
import { Stage } from "./stage";

const APPENDED: [string, (story: Story, afterMs: number, untilMs: number) => Entry[]][] = [
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
  for (const environment of ENVIRONMENTS) {
    const story = await stage.story(environment);
    for (const [name, entriesOf] of APPENDED) {
      const text = await stage.text(name, environment);
      const due = entriesOf(story, beginMs(story), stage.nowMs - lagMs);
      const all = entriesOf(story, beginMs(story), stage.nowMs);
      const joined = all.map((entry) => entry.text).join("");
      expect(joined.startsWith(text), `${environment}/${name}`).toBe(true);
      expect(text.length, name).toBeGreaterThanOrEqual(
        due.reduce((sum, entry) => sum + entry.text.length, 0),
      );
    }
    await expectChecks(story, lagMs);
    const { runs } = JSON.parse(await stage.text(SIGNAL_FILES.metrics, environment));
    expectUpTo(runs, (untilMs) => metricsDocument(story, untilMs).runs, lagMs);
    const evaluations = await stage.text(SIGNAL_FILES.evaluations, environment);
    expectUpTo(JSON.parse(evaluations), (untilMs) => evaluationsDocument(story, untilMs), lagMs);
  }
}

/** A document holds all up to a moment at most so long ago. */
function expectUpTo(
  found: readonly unknown[],
  whole: (untilMs: number) => readonly unknown[],
  lagMs: number,
): void {
  expect(found.length).toBeGreaterThanOrEqual(whole(stage.nowMs - lagMs).length);
  expect(found).toEqual(whole(stage.nowMs).slice(0, found.length));
}

/** All that are due, and those of what is going on now, which come more often. */
async function expectChecks(story: Story, lagMs: number): Promise<void> {
  const lines = await checksOf(story.environment);
  const due = healthLines(story, beginMs(story), stage.nowMs - lagMs);
  const written = new Set(lines);
  expect(due.filter(({ text }) => !written.has(text.trimEnd()))).toEqual([]);
  const all = new Set(
    [
      ...healthLines(story, beginMs(story), stage.nowMs),
      ...healthLines(story, stage.nowMs - 60 * MINUTE_MS, stage.nowMs, true),
    ].map(({ text }) => text.trimEnd()),
  );
  expect(lines.filter((line) => !all.has(line))).toEqual([]);
  const times = lines.map(timeOf);
  expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
}

const checksOf = async (environment: Environment): Promise<string[]> =>
  (await stage.text(SIGNAL_FILES.health, environment)).trimEnd().split("\n");

const timeOf = (line: string): number => Date.parse(JSON.parse(line).timestamp);

test("signals come with the articles: up to a day ago at once, then as the pipeline's clock goes", async () => {
  await stage.run(0);
  await expectWhole(DAY_MS + 3 * 60 * MINUTE_MS);
  stage.green = 50;
  await stage.run(4 * MINUTE_MS);
  await expectWhole(MINUTE_MS);
  expect(stage.logged).toEqual([]);
});

test("both environments answer health checks at least every half minute, also the one without work", async () => {
  await stage.run(2 * MINUTE_MS);
  const sinceMs = stage.nowMs;
  await stage.run(5 * MINUTE_MS);
  for (const environment of ENVIRONMENTS) {
    const times = (await checksOf(environment)).map(timeOf).filter((atMs) => atMs > sinceMs);
    const gapsMs = times.slice(1).map((atMs, index) => atMs - times[index]!);
    expect(times.length).toBeGreaterThan(10);
    expect(Math.max(...gapsMs)).toBeLessThanOrEqual(30_000);
  }
});

test("the one without work asks no model, and its log is silent", async () => {
  await stage.run(6 * MINUTE_MS);
  const log = (await stage.text(SIGNAL_FILES.log, "green")).trimEnd().split("\n");
  expect(log.every((line) => !line.startsWith("2026-11-23"))).toBe(true);
  const measured = (await stage.text(SIGNAL_FILES.latency, "green")).trimEnd().split("\n");
  const today = measured.map((line) => JSON.parse(line)).filter((one) => one.timestamp > "2026-11-23");
  expect(new Set(today.map(({ name }) => name))).toEqual(new Set(["rag", "telemetry"]));
});

test("a crash in the middle of any write is repaired by the next run", async () => {
  stage.green = 50;
  await stage.run(5 * MINUTE_MS);
  for (const cut of [1, 30, 150, 400]) {
    for (const environment of ENVIRONMENTS)
      for (const name of Object.values(SIGNAL_FILES)) {
        const path = stage.path(name, environment);
        const { size } = await stat(path);
        await truncate(path, size - cut);
      }
    await stage.run(MINUTE_MS);
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
  await expectWhole(DAY_MS + 3 * 60 * MINUTE_MS);
});

test("files that were lost are made again", async () => {
  await stage.run(0);
  for (const name of [SIGNAL_FILES.health, SIGNAL_FILES.metrics]) await rm(stage.path(name));
  await stage.run(0);
  await expectWhole(DAY_MS + 3 * 60 * MINUTE_MS);
});
