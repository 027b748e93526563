import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FollowedFile } from "@/lib/server/follow/followed-file";
import { testApp } from "@/tests/support/app";
import { qualityEver } from "@/tests/support/checks";
import { fixture } from "@/tests/support/fixture";

const METRICS = fixture("agent_metrics.json");

/** An application that follows a file of green; `write` puts a text there and has it looked at. */
async function watched(kind: "agent-metrics" | "article-evals") {
  const { app, clock, folder } = await testApp();
  const path = join(folder, "watched.json");
  const file = new FollowedFile(app, { kind, path, environment: "green", timezone: "UTC" });
  onTestFinished(() => file.close());
  return {
    path,
    clock,
    quality: (environment?: "blue" | "green") => qualityEver(app, environment),
    write: async (text: string) => {
      await writeFile(path, text);
      await file.poll();
    },
  };
}

test("a watched agent_metrics.json gives its figures, half-written and rewritten as often as it likes", async () => {
  const { write, quality } = await watched("agent-metrics");
  await write(METRICS);
  const before = await quality();
  expect(before.gate_pass_rate).toBe(0.8125);
  await write(METRICS.slice(0, METRICS.length / 2));
  expect(await quality()).toEqual(before);
  await write(`${METRICS}\n`);
  expect(await quality()).toEqual(before);
});

test("what a file bound to green cannot mean is shown of green, and not of blue", async () => {
  const { path, write, quality } = await watched("agent-metrics");
  await write(METRICS);
  const [all, green, blue] = [await quality(), await quality("green"), await quality("blue")];
  expect(all.rejected.map(({ source }) => source)).toEqual([path, path]);
  expect(green.rejected).toEqual(all.rejected);
  expect(blue.rejected).toEqual([]);
  expect([green.gate_pass_rate, blue.gate_pass_rate]).toEqual([0.8125, null]);
});

test("a watched article_evals.json adds what is appended", async () => {
  const { write, quality } = await watched("article-evals");
  const evaluations: unknown[] = JSON.parse(fixture("article_evals.json"));
  await write(JSON.stringify(evaluations.slice(0, 1)));
  expect((await quality()).editorial_score.article_evals).toBe(80);
  await write(JSON.stringify(evaluations));
  const { editorial_score, samples } = await quality();
  expect([editorial_score.article_evals, samples.editorial_score.article_evals]).toEqual([52.8, 5]);
});
