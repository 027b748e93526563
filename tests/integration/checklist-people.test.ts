import { beforeEach, describe, expect, test } from "vitest";
import { keepDelivered, queueNotification } from "@/db/record/notifications";
import { checklistOf, itemTicked } from "@/lib/server/governance/checklist";
import { figuresShown, signed } from "@/lib/server/governance/sign-offs";
import { inTransaction } from "@/lib/server/storage";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { itemOf, looked, proofOfItem, saying } from "@/tests/support/checklist";
import { ADA, MINUTE_MS, type ReleaseStage, releaseStage } from "@/tests/support/releases";

const HOUR_MS = 60 * MINUTE_MS;

let stage: ReleaseStage;
beforeEach(async () => {
  stage = await releaseStage();
});

const says = saying(() => stage);

describe("people, rules and rollbacks", () => {
  test("a signature in force is evidence, under the signer's name", async () => {
    const { id } = await stage.planned();
    await says(id, "stakeholder-approval", null, "the stakeholder has not signed");
    const sam = { ...ADA, titles: ["stakeholder" as const], name: "Sam" };
    const { seen, seal } = await figuresShown(stage.app, id);
    await signed(stage.app, id, { title: "stakeholder", seen, seal }, sam);
    await says(id, "stakeholder-approval", true, "signed by Sam");
    await says(id, "staging-qa", null, "the PM has not signed");
  });

  test("another list counts once every item of it is done", async () => {
    const { id } = await stage.planned();
    await looked(stage, id);
    await says(id, "criteria-met", null, "0 of 5");
    await stage.app.store.db
      .updateTable("release_proof")
      .set({ met: 1 })
      .where("item", "like", "ac%")
      .execute();
    await says(id, "criteria-met", true, "5 of 5");
    expect(await proofOfItem(stage, id, { kind: "list_done", list: "pre-deployment" })).toEqual({
      ...{ met: null, said: "0 of 8" },
    });
  });

  test("a look counts other lists last, so that they are true at once", async () => {
    const { id } = await stage.planned();
    await looked(stage, id);
    expect(itemOf(await checklistOf(stage.app, id), "criteria-met")).toMatchObject({
      ...{ done: false, told: false, said: "0 of 5" },
    });
    await itemTicked(stage.app, { id, item: "tasks-complete" }, { done: true }, ADA);
    expect((await checklistOf(stage.app, id)).lists[5]).toMatchObject({ done: 1, total: 8 });
  });

  test("rules count with somebody whom a notification has reached", async () => {
    const { id } = await stage.planned();
    await says(id, "alerts-set-up", false, /rules are in force, but nobody is told: notify in the settings/);
    stage = await releaseStage(["notify: [{ kind: webhook, name: ops, url: http://127.0.0.1:9 }]"]);
    const next = await stage.planned();
    await says(next.id, "alerts-set-up", null, /rules are in force; no notification has reached ops yet/);
    await inTransaction(stage.app, async (tx) => {
      await queueNotification(tx, { key: "k", receiver: "ops", payload: "{}", atMs: stage.app.nowMs() });
      await keepDelivered(tx, 1, stage.app.nowMs());
    });
    await says(next.id, "alerts-set-up", true, /rules are in force; reached: ops$/);
  });

  test("rollback is tested by one that was verified, of whichever release, within ninety days", async () => {
    const { id } = await stage.planned();
    await says(id, "rollback-tested", null, /nothing was rolled back within 90 days/);
    const wish = { actor: "ada", origin: "http", reason: "a drill" };
    await shiftTraffic(stage.app, 50, wish, "*");
    const { id: report } = await rollBack(stage.app, { ...wish, dryRun: false, confirm: true });
    await says(id, "rollback-tested", true, new RegExp(`^report ${report} is verified`));
    await says(id, "ac5-rollback", true, /is verified/);
    const { db } = stage.app.store;
    const { report: stored } = await db
      .selectFrom("rollback_report")
      .select("report")
      .executeTakeFirstOrThrow();
    const failed = JSON.parse(stored);
    failed.verification.passed = false;
    await db
      .updateTable("rollback_report")
      .set({ report: JSON.stringify(failed) })
      .execute();
    await says(id, "rollback-tested", false, `the rollback of report ${report} was not verified`);
    stage.staged.stage.clock.nowMs += 91 * 24 * HOUR_MS;
    await says(id, "rollback-tested", null, /nothing was rolled back/);
  });
});
