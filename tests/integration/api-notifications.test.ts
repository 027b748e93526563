import { expect, test } from "vitest";
import { notifications, notificationTest } from "@/lib/contract/notifications";
import { keyCreated } from "@/lib/server/access/keys";
import { testApp } from "@/tests/support/app";
import { asked } from "@/tests/support/audit";
import { notifying, Queueing, webhook } from "@/tests/support/notify";
import { mailbox, receiving } from "@/tests/support/receiving";
import { call, problemOf, routed } from "@/tests/support/routes";

const JSON_TYPE = { "content-type": "application/json" };
const PATH = "/api/notifications/test";

const sendTest = (body: object = {}, key?: string) =>
  call(PATH, "", {
    ...{ method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) },
    ...(key === undefined ? {} : { key }),
  });

test("the delivery log: who is told, newest first, what is pending and why", async () => {
  const hook = await receiving((response) => void response.writeHead(500).end("busy"));
  const box = await mailbox();
  const { app, send } = await notifying(
    webhook(hook.url, ", name: chat, secret: very-secret-word"),
    `{ kind: email, host: 127.0.0.1, port: ${box.port}, from: a@example.com, to: [b@example.com] }`,
  );
  routed(app);
  await new Queueing(app).looks("fail", "pass");
  await send();
  const response = await call("/api/notifications");
  const text = await response.text();
  const log = notifications.reply.parse(JSON.parse(text));
  expect(log.receivers).toEqual([
    { name: "chat", kind: "webhook" },
    { name: "email 127.0.0.1", kind: "email" },
  ]);
  expect(log.pending).toBe(2);
  expect(
    log.notifications.map(({ receiver, key, state, attempts }) => [receiver, key, state, attempts]),
  ).toEqual([
    ["email 127.0.0.1", "1:resolved", "sent", 1],
    ["chat", "1:resolved", "pending", 0],
    ["email 127.0.0.1", "1:fired", "sent", 1],
    ["chat", "1:fired", "pending", 1],
  ]);
  expect(log.notifications[3]).toMatchObject({
    ...{ subject: "[high] heat fires on green: at 101", last_error: "answered 500: busy" },
    ...{ created_at: "2026-11-23T12:00:00.000Z", sent_at: null, next_at: "2026-11-23T12:00:05.000Z" },
  });
  expect(text).not.toMatch(/very-secret|abcdefgh/);
});

test("a test goes to all at once, past what waits, and answers what each said", async () => {
  const hook = await receiving();
  const { app } = await notifying(
    webhook(hook.url, ", name: chat"),
    "{ kind: email, host: 127.0.0.1, port: 1, from: a@example.com, to: [b@example.com] }",
  );
  routed(app);
  await new Queueing(app).look("fail");
  const response = await sendTest();
  expect(response.status).toBe(200);
  const { results } = notificationTest.reply.parse(await response.json());
  expect(results).toMatchObject([
    { receiver: "chat", delivered: true, said: expect.stringMatching(/^answered 200/) },
    { receiver: "email 127.0.0.1", delivered: false, said: "connection refused" },
  ]);
  expect(hook.told).toHaveLength(1);
  const payload = JSON.parse(hook.told[0]!.body);
  expect(payload).toMatchObject({ kind: "test", title: "[test] Greenlight can reach you", receiver: "chat" });
  expect(payload.text).toContain("key:bootstrap sent this test");
  expect(await (await call("/api/notifications")).json()).toMatchObject({ pending: 2 });
});

test("a test goes to the one that is asked for, and is noted with who asked", async () => {
  const hooks = [await receiving(), await receiving()];
  const { app } = await notifying(
    ...hooks.map(({ url }, at) => webhook(url, `, name: hook-${at}, secret: very-secret-word`)),
  );
  routed(app);
  await sendTest({ receiver: "hook-1" });
  expect(hooks.map(({ told }) => told.length)).toEqual([0, 1]);
  const { events } = await asked();
  expect(events[0]).toMatchObject({
    actor: "key:bootstrap",
    action: "notifications.test",
    subject: "hook-1",
  });
  expect(JSON.stringify(events)).not.toMatch(/very-secret|abcdefgh/);
});

test("two tests are two transitions: no receiver takes the second for the first", async () => {
  const hook = await receiving();
  routed((await notifying(webhook(hook.url))).app);
  await sendTest();
  await sendTest();
  expect(new Set(hook.keys()).size).toBe(2);
});

test("404, 409, 400 and 403, each with nobody told", async () => {
  const hook = await receiving();
  const { app } = await notifying(webhook(hook.url, ", name: chat"));
  routed(app);
  const unknown = await problemOf(await sendTest({ receiver: "chet" }));
  expect(unknown).toMatchObject({ status: 404, detail: 'there is no receiver "chet"; there are chat' });
  expect((await problemOf(await sendTest({ receiver: 3 }))).status).toBe(400);
  const asker = { actor: "ana", address: "127.0.0.1" };
  const { key } = await keyCreated(app, { name: "reader", scope: "read", expires_at: null }, asker);
  expect((await problemOf(await sendTest({}, key))).status).toBe(403);
  routed((await notifying()).app);
  expect(await problemOf(await sendTest())).toMatchObject({
    status: 409,
    detail: expect.stringContaining("nobody to tell"),
  });
  expect(hook.told).toEqual([]);
});

test("the demo sends no test", async () => {
  const { app } = await testApp({ env: { GREENLIGHT_DEMO: "1" } });
  routed(app);
  expect(await problemOf(await sendTest())).toMatchObject({ status: 409, detail: "the demo tells nobody" });
});
