import { expect, test } from "vitest";
import { rollbackReport } from "@/db/queries/rollback-reports";
import { reportedLate, rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { pushText, testApp } from "@/tests/support/app";

const WISH = { actor: "ada", origin: "api", reason: null };
const MINUTE_MS = 60_000;

test("the report of a rollback names what the other environment made since it got its share, as its dry run did", async () => {
  const { app, clock } = await testApp();
  const made = (topic: string) => {
    const timestamp = new Date(clock.nowMs).toISOString();
    const line = { timestamp, topic, writer_cost_usd: 0.25, writer_model: "claude-haiku-4-5" };
    return pushText(app, "article-costs", `${JSON.stringify(line)}\n`, "green");
  };
  await made("before it had any");
  clock.nowMs += MINUTE_MS;
  await shiftTraffic(app, 10, WISH, "*");
  const since = new Date(clock.nowMs).toISOString();
  clock.nowMs += MINUTE_MS;
  await made("at a tenth");
  await shiftTraffic(app, 50, WISH, "*");
  clock.nowMs += MINUTE_MS;
  await made("at half");
  clock.nowMs += MINUTE_MS;
  const exposure = { articles: 2, cost_usd: 0.5, since };
  const dry = await rollBack(app, { ...WISH, dryRun: true, confirm: false });
  expect(dry.exposure).toEqual(exposure);
  const report = await rollBack(app, { ...WISH, dryRun: false, confirm: false });
  expect(report).toMatchObject({ changed: true, exposure });
  expect(report.not_undone).toContain("2 articles made by green stay as they are: look at them");
  // Its process may end between what is done and the report: then a later one tells the same.
  await app.store.write((tx) => tx.deleteFrom("rollback_report").execute());
  await reportedLate(app);
  expect(await rollbackReport(app.store.db, report.id)).toMatchObject({ exposure });
});
