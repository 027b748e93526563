import { describe, expect, test } from "vitest";
import { digest } from "@/lib/contract/digest";
import { notificationTest } from "@/lib/contract/notifications";
import { summaryOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { ingest, parsed } from "@/lib/server/ingest";
import { DigestWatch } from "@/lib/server/reports/digest-watch";
import { testApp } from "@/tests/support/app";
import { notifying, Queueing, webhook } from "@/tests/support/notify";
import { receiving } from "@/tests/support/receiving";
import { call, problemOf, routed } from "@/tests/support/routes";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL = webhook("http://127.0.0.1:1/all", ", name: all");
const OPS = webhook("http://127.0.0.1:1/ops", ", name: ops, tells: [alerts, releases]");
const DESK = webhook("http://127.0.0.1:1/desk", ", name: desk, tells: [digest]");
const MONDAY = Date.parse("2026-11-23T08:00:00Z");

/** By the door behind the one of HTTP, which takes nothing in the demo. */
const article = (app: App, at: string, total_cost_usd = 1) => {
  const text = JSON.stringify({ timestamp: at, topic: `topic ${at}`, total_cost_usd });
  const source = { path: "test", kind: "article-costs" } as const;
  return ingest(app, { source, environment: null, position: null }, parsed(source.kind, text, "UTC"));
};

async function stage(...receivers: string[]) {
  const all = await notifying(...receivers);
  await article(all.app, "2026-11-18T10:00:00Z", 3);
  await article(all.app, "2026-11-10T10:00:00Z", 2);
  const queued = async () => (await all.log()).map(({ key, receiver }) => `${key} ${receiver}`);
  return { ...all, watch: new DigestWatch(all.app), queued };
}

describe("the weekly digest", () => {
  test("is told when it is due, once a week and receiver, to those who are told digests", async () => {
    const { app, clock, watch, queued, payloads } = await stage(ALL, OPS, DESK);
    clock.nowMs = MONDAY - DAY;
    await watch.look();
    expect(await queued()).toEqual([]);
    clock.nowMs = MONDAY;
    await watch.look();
    await watch.look();
    expect(await queued()).toEqual(["digest:2026-W48 all", "digest:2026-W48 desk"]);
    // As after a restart, after the clock was put back, and later in the week.
    for (const nowMs of [MONDAY + 1, MONDAY - HOUR, MONDAY + 3 * DAY]) {
      clock.nowMs = nowMs;
      await new DigestWatch(app).look();
    }
    expect(await queued()).toHaveLength(2);
    clock.nowMs = MONDAY + 7 * DAY + HOUR;
    await watch.look();
    expect((await queued()).slice(2)).toEqual(["digest:2026-W49 all", "digest:2026-W49 desk"]);
    const [payload] = await payloads();
    expect(payload).toMatchObject({
      ...{ kind: "digest", version: 1, alerts: [], release: null, severity: null },
      link: expect.stringMatching(/\/report\?from=2026-11-16&to=2026-11-23$/),
      digest: { week: "2026-W48", from: "2026-11-16T00:00:00.000Z", to: "2026-11-23T00:00:00.000Z" },
    });
  });

  test("has the figures of the summary over its days and the seven before", async () => {
    const { app, clock, watch, payloads } = await stage(DESK);
    clock.nowMs = MONDAY;
    await watch.look();
    const [payload] = await payloads();
    const week = { from: "2026-11-16", to: "2026-11-23" };
    const { cost_usd, articles, previous } = await summaryOf(app, week);
    const cost = payload?.digest?.figures.find(({ metric }) => metric === "cost_usd");
    expect([cost_usd, articles, previous.cost_usd]).toEqual([3, 1, 2]);
    expect(cost).toMatchObject({ value: cost_usd, before: previous.cost_usd });
    expect(payload?.text).toContain("Spend: $3.00 (+50\u00a0% from $2.00)");
  });

  test("is made up for up to a day late with the days it was due for, and then left out", async () => {
    const { clock, watch, queued, payloads } = await stage(DESK);
    clock.nowMs = MONDAY + DAY;
    await watch.look();
    expect(await queued()).toEqual(["digest:2026-W48 desk"]);
    expect((await payloads())[0]?.digest?.to).toBe("2026-11-23T00:00:00.000Z");
    clock.nowMs = MONDAY + 8 * DAY + 1;
    await watch.look();
    expect(await queued()).toHaveLength(1);
  });

  test("is told to a receiver that is new within that day, and not to the others again", async () => {
    const first = await stage(DESK);
    first.clock.nowMs = MONDAY;
    await first.watch.look();
    const { config } = first.app;
    const { writeFile } = await import("node:fs/promises");
    await writeFile(`${first.folder}/greenlight.yaml`, `timezone: UTC\nnotify:\n  - ${DESK}\n  - ${ALL}\n`);
    expect((await config.reloadIfChanged()).kind).toBe("applied");
    first.clock.nowMs = MONDAY + HOUR;
    await first.watch.look();
    expect(await first.queued()).toEqual(["digest:2026-W48 desk", "digest:2026-W48 all"]);
  });

  test.each([
    ["where nothing was recorded", { config: [`notify: [${DESK}]`], record: false }],
    ["where nobody wants one", { config: [`notify: [${DESK}]`, "digest: { day: never }"], record: true }],
    ["in the demo", { config: [`notify: [${DESK}]`], record: true, env: { GREENLIGHT_DEMO: "1" } }],
  ])("is not told %s", async (_, { record, ...wishes }) => {
    const { app } = await testApp({ nowMs: MONDAY, ...wishes });
    if (record) await article(app, "2026-11-18T10:00:00Z");
    await new DigestWatch(app).look();
    expect(await app.store.db.selectFrom("notification").selectAll().execute()).toEqual([]);
  });

  test("says what needs somebody: what fires", async () => {
    const { app, clock } = await stage(ALL);
    await new Queueing(app).look("fail");
    clock.nowMs = MONDAY;
    routed(app);
    const reply = digest.reply.parse(await (await call("/api/report/digest")).json());
    expect(reply).toMatchObject({ receivers: ["all"], next_at: "2026-11-30T08:00:00.000Z" });
    expect(reply.text).toContain("Nothing waits for anybody.");
  });
});

test("alerts and releases are told to those alone who want them", async () => {
  const { app, queued } = await stage(ALL, OPS, DESK);
  await new Queueing(app).look("fail");
  expect(await queued()).toEqual(["1:fired all", "1:fired ops"]);
});

describe("sending it now", () => {
  const sendNow = () =>
    call("/api/notifications/digest", "", {
      ...{ method: "POST", body: "{}", headers: { "content-type": "application/json" } },
    });

  test("goes past the queue to those who are told digests, under a key of its own", async () => {
    const hook = await receiving();
    const { app, queued } = await stage(webhook(hook.url, ", name: desk, tells: [digest]"), OPS);
    routed(app);
    const { results } = notificationTest.reply.parse(await (await sendNow()).json());
    expect(results).toMatchObject([{ receiver: "desk", delivered: true }]);
    expect(hook.keys()).toEqual([expect.stringMatching(/^digest:now:/)]);
    expect(JSON.parse(hook.told[0]!.body)).toMatchObject({ kind: "digest", receiver: "desk" });
    expect(await queued()).toEqual([]);
  });

  test("is refused where nobody is told digests", async () => {
    const { app } = await stage(OPS);
    routed(app);
    const refused = await problemOf(await sendNow());
    expect([refused.status, refused.detail]).toEqual([
      409,
      expect.stringContaining("nobody is told digests"),
    ]);
  });
});
