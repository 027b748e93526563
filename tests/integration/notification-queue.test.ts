import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "@/db/open";
import { dueNotifications, notificationLog, pendingNotifications } from "@/db/queries/notifications";
import { keepDelivered, keepUndelivered, queueNotification } from "@/db/record/notifications";
import { START_MS } from "@/tests/support/alerts";
import { folder } from "@/tests/support/folder";

async function queue(...told: [key: string, receiver: string][]) {
  const store = await openStore(join(folder(), "greenlight.db"));
  onTestFinished(() => store.close());
  await store.write(async (tx) => {
    for (const [key, receiver] of told)
      await queueNotification(tx, { key, receiver, payload: "{}", atMs: START_MS });
  });
  const due = async (nowMs = START_MS) => (await dueNotifications(store.db, nowMs)).map(({ key }) => key);
  return { ...store, due };
}

test("a transition is queued once for each receiver, however often it is stored", async () => {
  const { db } = await queue(["1:fired", "hook"], ["1:fired", "mail"], ["1:fired", "hook"]);
  expect(await pendingNotifications(db)).toBe(2);
});

test("each receiver is told in order: what waits for its next attempt keeps the later ones waiting", async () => {
  const { write, due } = await queue(["1:fired", "hook"], ["1:resolved", "hook"], ["1:fired", "mail"]);
  expect(await due()).toEqual(["1:fired", "1:fired"]);
  await write((tx) => keepUndelivered(tx, 1, "connection refused", START_MS + 5000));
  await write((tx) => keepDelivered(tx, 3, START_MS));
  expect(await due()).toEqual([]);
  expect(await due(START_MS + 5000)).toEqual(["1:fired"]);
  await write((tx) => keepDelivered(tx, 1, START_MS + 5000));
  expect(await due(START_MS + 5000)).toEqual(["1:resolved"]);
});

test("what was given up keeps nothing waiting, and the log says why", async () => {
  const { db, write, due } = await queue(["1:fired", "hook"], ["1:resolved", "hook"]);
  await write((tx) => keepUndelivered(tx, 1, "no such host", START_MS + 1));
  await write((tx) => keepUndelivered(tx, 1, "gone", null));
  expect(await due()).toEqual(["1:resolved"]);
  await write((tx) => keepDelivered(tx, 2, START_MS + 9));
  expect(await notificationLog(db, 10)).toMatchObject([
    { key: "1:resolved", state: "sent", attempts: 1, sent_ms: START_MS + 9, last_error: null },
    { key: "1:fired", state: "failed", attempts: 2, sent_ms: null, last_error: "gone" },
  ]);
  expect(await pendingNotifications(db)).toBe(0);
});

test("a clock that was put back by a month does not keep it waiting for a month", async () => {
  const { write, due } = await queue(["1:fired", "hook"]);
  await write((tx) => keepUndelivered(tx, 1, "refused", START_MS + 60_000));
  expect(await due(START_MS)).toEqual([]);
  expect(await due(START_MS - 30 * 86_400_000)).toEqual(["1:fired"]);
});
