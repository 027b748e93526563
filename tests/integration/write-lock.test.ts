import { expect, onTestFinished, test, vi } from "vitest";
import { summaryOf } from "@/lib/server/answers";
import { pushText, testApp } from "@/tests/support/app";
import { heldWriteLock } from "@/tests/support/write-lock";

const LINE = JSON.stringify({ timestamp: "2026-11-20T10:00:00Z", topic: "a", total_cost_usd: 0.25 });

async function lockedApp() {
  const { app } = await testApp();
  const release = heldWriteLock(app.databaseFile);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  return { app, release };
}

test("while another process writes, readers are answered at once", async () => {
  const { app, release } = await lockedApp();
  const pushed = pushText(app, "article-costs", LINE);
  expect(await summaryOf(app, { range: "all" })).toMatchObject({ articles: 0 });
  release();
  await vi.advanceTimersByTimeAsync(100);
  expect(await pushed).toMatchObject({ accepted: 1 });
});

test("a writer waits for the other process, and then writes once", async () => {
  const { app, release } = await lockedApp();
  const pushes = Array.from({ length: 20 }, () => pushText(app, "article-costs", LINE));
  await vi.advanceTimersByTimeAsync(4000);
  release();
  await vi.advanceTimersByTimeAsync(1000);
  const replies = await Promise.all(pushes);
  expect(replies.reduce((sum, reply) => sum + reply.accepted, 0)).toBe(1);
  expect(replies.reduce((sum, reply) => sum + reply.duplicates, 0)).toBe(19);
  expect(await summaryOf(app, { range: "all" })).toMatchObject({ articles: 1, cost_usd: 0.25 });
});

test("after five seconds the writer is told to try again, and nothing is stored", async () => {
  const { app, release } = await lockedApp();
  const refused = expect(pushText(app, "article-costs", LINE)).rejects.toMatchObject({
    code: "storage-unavailable",
    message: expect.stringContaining("nothing was stored"),
  });
  await vi.advanceTimersByTimeAsync(4900);
  expect(await summaryOf(app, { range: "all" })).toMatchObject({ articles: 0 });
  await vi.advanceTimersByTimeAsync(200);
  await refused;
  release();
  expect(await summaryOf(app, { range: "all" })).toMatchObject({ articles: 0 });
  expect(await pushText(app, "article-costs", LINE)).toMatchObject({ accepted: 1 });
});
