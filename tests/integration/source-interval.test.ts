import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FollowedFile } from "@/lib/server/follow/followed-file";
import { testApp } from "@/tests/support/app";

test.each([
  ["as often as it says", { intervalMs: 600_000 }, 600_000],
  ["as if they were pushed, where it says nothing", {}, 60_000],
])("results of components in a watched file are due %s", async (_, more, expected) => {
  const { app, folder } = await testApp();
  const path = join(folder, "health.jsonl");
  const check = { timestamp: "2026-01-09T11:00:00Z", components: { rag: { status: "healthy" } } };
  await writeFile(path, `${JSON.stringify(check)}\n`);
  const file = new FollowedFile(app, { kind: "health", path, environment: "blue", timezone: "UTC", ...more });
  onTestFinished(async () => {
    await file.close();
    await app.store.close();
  });
  await file.poll();
  const results = await app.store.db
    .selectFrom("health_result")
    .select(["component", "environment", "interval_ms"])
    .execute();
  expect(results).toEqual([{ component: "rag", environment: "blue", interval_ms: expected }]);
});
