import { expect, test } from "vitest";
import { queueNotification } from "@/db/record/notifications";
import { step } from "@/lib/domain/alert";
import { NO_ALERTS } from "@/lib/domain/alert-state";
import { queuedAlerts, queuedRelease } from "@/lib/server/notify/queue";
import { receiversOf } from "@/lib/server/notify/receivers";
import { inTransaction } from "@/lib/server/storage";
import { AUTOMATION, readingOf, ruleOf, START_MS } from "@/tests/support/alerts";
import { notifying, Queueing, webhook } from "@/tests/support/notify";
import { heldOver, observing, release } from "@/tests/support/release";

const MAIL = "{ kind: email, host: mail.example.com, from: a@example.com, to: [b@example.com] }";

test("a receiver is called by its name, else by its kind and host, with a number where that is taken", async () => {
  const { app } = await notifying(
    webhook("https://hooks.example.com/T000/secret-path"),
    webhook("https://hooks.example.com/T001/other-path", ", name: chat"),
    webhook("https://hooks.example.com:8443/T002"),
    webhook("https://hooks.example.com/T003"),
    MAIL,
  );
  expect(receiversOf(app.settings()).map(({ name }) => name)).toEqual([
    "webhook hooks.example.com",
    "chat",
    "webhook hooks.example.com:8443",
    "webhook hooks.example.com 2",
    "email mail.example.com",
  ]);
});

test("the demo tells nobody, whatever the settings say", async () => {
  const { app } = await notifying(MAIL);
  expect(receiversOf(app.settings())).toHaveLength(1);
  expect(receiversOf({ ...app.settings(), demo: { speed: null } })).toEqual([]);
});

test("each transition is queued once for each receiver: fired, told again, resolved", async () => {
  const { app, payloads } = await notifying(webhook("http://127.0.0.1:1/"), MAIL);
  const engine = new Queueing(app, ruleOf({ renotifyMs: 60_000 }));
  await engine.looks("pass", "fail", "fail");
  for (let minute = 0; minute < 3; minute += 1) await engine.look("fail", 60);
  await engine.looks("pass", "fail");
  const told = (await payloads()).map(
    ({ receiver, kind, key }) => `${receiver.split(" ")[0]} ${kind} ${key}`,
  );
  const each = (kind: string) => [`webhook ${kind}`, `email ${kind}`];
  expect(told).toEqual([
    ...each("fired 1:fired"),
    ...[1, 2, 3].flatMap((times) => each(`renotified 1:renotified:${times}`)),
    ...each("resolved 1:resolved"),
    ...each("fired 2:fired"),
  ]);
});

test("a look that is taken back by a crash leaves nothing that is told", async () => {
  const { app, log } = await notifying(MAIL);
  const crash = inTransaction(app, async (tx) => {
    await queueNotification(tx, { key: "1:fired", receiver: "x", payload: "{}", atMs: START_MS });
    throw new Error("the process dies");
  });
  await expect(crash).rejects.toThrow("dies");
  expect(await log()).toEqual([]);
});

test("what one look finds of one rule in both environments is one notification", async () => {
  const { app, payloads } = await notifying(MAIL);
  const rules = [ruleOf(), ruleOf({ name: "other" })];
  const readings = (["blue", "green"] as const).flatMap((environment) =>
    rules.map((rule) => readingOf(rule, 120, environment)),
  );
  const input = { readings, rules, silences: [], automation: AUTOMATION, release: null };
  const { state: after, effects } = step(NO_ALERTS, input, { atMs: START_MS, passedMs: null });
  await inTransaction(app, (tx) =>
    queuedAlerts(app, tx, { effects, before: NO_ALERTS, after, rules, flags: [] }),
  );
  const told = await payloads();
  expect(told.map(({ key, alerts }) => [key, alerts.map(({ environment }) => environment)])).toEqual([
    ["1:fired+3:fired", ["blue", "green"]],
    ["2:fired+4:fired", ["blue", "green"]],
  ]);
  expect(told[0]!.title).toBe("[high] heat fires on blue and green");
});

test("what is sent says what, where, the figure, since when, what was done, and where to look", async () => {
  const { app, payloads } = await notifying(webhook("http://127.0.0.1:1/hush-hush", ", secret: very-secret"));
  const rule = ruleOf({
    ...{ name: "rag-latency", metric: "rag_latency_p95_ms", threshold: 500 },
    action: { kind: "set_flag", flag: "rag", enabled: false },
  });
  const engine = new Queueing(app, rule);
  engine.flags = [
    {
      ...{ name: "rag", enabled: false, base: true, by: "automation", atMs: START_MS, reason: null },
      ...{ flips: [], waived: [], postponed: null },
    },
  ];
  await engine.look(612.5);
  engine.flags = engine.flags.map((flag) => ({ ...flag, enabled: true }));
  await engine.look(300, 720);
  const [fired, resolved] = await payloads();
  expect(fired).toMatchObject({
    ...{ version: 1, kind: "fired", status: "firing", severity: "high", receiver: "webhook 127.0.0.1:1" },
    ...{ time: "2026-11-23T12:00:05.000Z", link: "http://127.0.0.1:3000/alerts", release: null },
  });
  expect(fired!.alerts).toEqual([
    {
      ...{ rule: "rag-latency", environment: "green", severity: "high", status: "firing" },
      ...{
        metric: "rag_latency_p95_ms",
        operator: ">",
        threshold: 500,
        value: 612.5,
        n: 30,
        said: "at 612.5",
      },
      ...{ firing: 1, starts_at: "2026-11-23T12:00:05.000Z", ends_at: null },
      ...{ done: "the flag rag was switched off", runbook: "http://127.0.0.1:3000/docs/runbook#rag-latency" },
    },
  ]);
  expect(fired!.text.split("\n")).toEqual([
    "[high] rag-latency fires on green: at 612.5",
    "",
    "at 612.5",
    "Figure: rag_latency_p95_ms 613 ms, n = 30; fires above 500 ms",
    "Since: 2026-11-23 12:00:05 UTC",
    "Severity: high",
    "Done by itself: the flag rag was switched off",
    "",
    "Look: http://127.0.0.1:3000/alerts",
    "What to do: http://127.0.0.1:3000/docs/runbook#rag-latency",
  ]);
  expect(resolved).toMatchObject({
    kind: "resolved",
    status: "resolved",
    title: "[resolved] rag-latency is resolved on green: at 300",
  });
  expect(resolved!.text).toContain(
    "Fired: 2026-11-23 12:00:05 UTC; resolved 2026-11-23 12:12:05 UTC, after 12 min",
  );
  expect(resolved!.text).toContain("Done by itself: the flag rag is on again");
  expect(JSON.stringify([fired, resolved])).not.toMatch(/hush-hush|very-secret/);
});

test("an alert whose rule is gone ends with it, and that is told", async () => {
  const { app, payloads } = await notifying(MAIL);
  const engine = new Queueing(app);
  await engine.look("fail");
  engine.watch.rules = [];
  await engine.look("unasked");
  expect((await payloads())[1]).toMatchObject({
    kind: "resolved",
    alerts: [{ operator: null, status: "resolved", done: "nothing, its rule is no longer in force" }],
  });
});

test("links lead to the address that people open", async () => {
  const { app, payloads } = await notifying(`${MAIL}\naccess: { url: "https://greenlight.example.com/" }`);
  await new Queueing(app).look("fail");
  expect((await payloads())[0]!.link).toBe("https://greenlight.example.com/alerts");
});

const tells = (said: string, about: "release" | "alarm" = "release") => [
  { kind: "notify" as const, about, said },
];

test("a release tells of its holds, its rollback, its end, and of each alarm", async () => {
  const { app, payloads } = await notifying(MAIL);
  const queue = (
    one: Parameters<typeof queuedRelease>[2]["release"],
    effects: ReturnType<typeof tells>,
    atMs = START_MS,
  ) => inTransaction(app, (tx) => queuedRelease(app, tx, { release: one, effects, atMs }));
  const running = release(observing(), { id: "r1", revision: 4 });
  const held = release(heldOver(observing(), "review"), { id: "r1", revision: 5 });
  await queue(held, tells("held: 7 of 10 gates passed"));
  await queue(running, tells("there is no way back right now: the backup timed out", "alarm"));
  await queue(
    running,
    tells("there is no way back right now: the backup timed out", "alarm"),
    START_MS + 9000,
  );
  await queue(
    release({ name: "rolling_back", tries: 0, retryInMs: 0 }, { revision: 6 }),
    tells("3 of 3 jobs failed"),
  );
  await queue(
    release({ name: "completed", retired: false }, { revision: 7 }),
    tells("sprint-15 has everything, and has proved itself"),
  );
  const told = await payloads();
  expect(told.map(({ kind, title }) => [kind, title])).toEqual([
    ["release_held", "[release] sprint-15 on green is held: 7 of 10 gates passed"],
    ...Array(2).fill([
      "alarm",
      "[alarm] sprint-15 on green needs somebody now: there is no way back right now: the backup timed out",
    ]),
    ["release_rollback", "[release] sprint-15 on green goes back by itself: 3 of 3 jobs failed"],
    [
      "release_finished",
      "[release] sprint-15 on green is finished: sprint-15 has everything, and has proved itself",
    ],
  ]);
  expect(new Set(told.map(({ key }) => key)).size).toBe(5);
  expect(told[0]).toMatchObject({
    link: "http://127.0.0.1:3000/releases",
    release: { id: "r1", phase: "held", said: "held: 7 of 10 gates passed" },
  });
  expect(told[1]!.severity).toBe("critical");
});
