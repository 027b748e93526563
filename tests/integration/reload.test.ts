import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { usageOf } from "@/lib/server/answers";
import { startWorkers } from "@/lib/workers/start";
import { pushText, testApp } from "@/tests/support/app";
import { fixture } from "@/tests/support/fixture";
import { until } from "@/tests/support/until";

test("new settings that the store cannot follow yet are followed as soon as it can", async () => {
  const { app, folder } = await testApp();
  await pushText(app, "execution-roi", fixture("execution_roi.3.json"));
  const stop = await startWorkers(app);
  onTestFinished(() => stop());
  const days = async () =>
    (await usageOf(app, { range: "all", by: "provider", bucket: "day" })).series.map(({ time }) => time);
  expect(await days()).toContain("2026-01-08T00:00:00.000Z");

  const { write } = app.store;
  const refused = vi.fn(() => Promise.reject(Object.assign(new Error("full"), { code: "SQLITE_FULL" })));
  app.store.write = refused;
  await writeFile(join(folder, "greenlight.yaml"), "timezone: Asia/Kolkata\n");
  await until(() => expect(refused.mock.calls.length).toBeGreaterThan(3));
  app.store.write = write;
  // 22:32 in UTC is the next day in Kolkata, which begins at 18:30.
  await until(async () => expect(await days()).toContain("2026-01-08T18:30:00.000Z"));
});
