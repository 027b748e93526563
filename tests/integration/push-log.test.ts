import { expect, test } from "vitest";
import { pushText, testApp } from "@/tests/support/app";
import { PLANTED } from "@/tests/support/secrets";

const LOG = `2026-11-20 10:00:00,123 - economist_flow - ERROR - Stage failed
Traceback (most recent call last):
anthropic.RateLimitError: Error code: 429
2026-11-20 10:00:00,123 - economist_flow - INFO - all is well
ERROR:root:the same
ERROR:root:the same
`;

test("a log that is pushed twice counts once, and alike errors in it as often as they stand there", async () => {
  const { app } = await testApp();
  expect(await pushText(app, "log", LOG)).toMatchObject({ accepted: 3, duplicates: 0, rejected: [] });
  expect(await pushText(app, "log", LOG)).toMatchObject({ accepted: 0, updated: 0, duplicates: 3 });
  const later = `${LOG}2026-11-20 10:00:05,123 - economist_flow - CRITICAL - out of luck\n`;
  expect(await pushText(app, "log", later)).toMatchObject({ accepted: 1, updated: 0, duplicates: 3 });
});

test("a log without errors is taken, and what is no log is refused", async () => {
  const { app } = await testApp();
  expect(await pushText(app, "log", "INFO:root:all is well\n")).toMatchObject({ accepted: 0, rejected: [] });
  await expect(pushText(app, "log", "something else\n")).rejects.toMatchObject({ code: "nothing-valid" });
});

test("no planted secret reaches the store with what is rejected, either", async () => {
  const { app } = await testApp();
  for (const [text] of PLANTED) {
    await pushText(app, "log", `ERROR:root:${text}\n2026-13-01 10:00:00 - a - ERROR - ${text}\n`);
    const line = { timestamp: text, topic: text, total_cost_usd: text, [text]: 1 };
    await pushText(app, "article-costs", JSON.stringify(line)).catch(() => {});
  }
  const kept = JSON.stringify([
    await app.store.db.selectFrom("error_event").selectAll().execute(),
    await app.store.db.selectFrom("source").selectAll().execute(),
  ]);
  expect(PLANTED.filter(([, secret]) => kept.includes(secret))).toEqual([]);
});
