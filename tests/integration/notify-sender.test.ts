import { expect, test, vi } from "vitest";
import { keepLease } from "@/db/record/alert-lease";
import { queueNotification } from "@/db/record/notifications";
import type { App } from "@/lib/server/app";
import { Sender } from "@/lib/server/notify/sender";
import { inTransaction } from "@/lib/server/storage";
import { notify } from "@/lib/workers/notify";
import { notifying, Queueing, webhook } from "@/tests/support/notify";
import { TestPace } from "@/tests/support/pace";
import { mailbox, receiving } from "@/tests/support/receiving";
import { until } from "@/tests/support/until";

const MINUTE_MS = 60_000;
const SECRETS = ", secret: very-secret-word";

const mailAt = (port: number, more = "") =>
  `{ kind: email, host: 127.0.0.1, port: ${port}, from: a@example.com, to: [b@example.com]${more} }`;

/** Fires and is resolved so many times: the keys of that, in order. */
async function episodes(app: App, times: number): Promise<string[]> {
  const engine = new Queueing(app);
  const keys: string[] = [];
  for (let id = 1; id <= times; id += 1) {
    await engine.looks("fail", "pass");
    keys.push(`${id}:fired`, `${id}:resolved`);
  }
  return keys;
}

test("each transition reaches each receiver once, in order, and never again", async () => {
  const hook = await receiving();
  const box = await mailbox();
  const { app, send, log } = await notifying(webhook(hook.url, SECRETS), mailAt(box.port));
  const keys = await episodes(app, 5);
  await send();
  await send();
  expect(hook.keys()).toEqual(keys);
  expect(box.letters.map(({ headers }) => headers[0])).toEqual(keys.map((key) => `Greenlight-Key: ${key}`));
  expect((await log()).every(({ state, attempts }) => state === "sent" && attempts === 1)).toBe(true);
});

test("what a webhook gets is what is stored, word for word", async () => {
  const hook = await receiving();
  const { app, send, log } = await notifying(webhook(hook.url));
  await episodes(app, 1);
  await send();
  expect(hook.told.map(({ body }) => body)).toEqual((await log()).map(({ payload }) => payload));
});

test("a receiver that is away for an hour is told afterwards, in order, each once, and others do not wait", async () => {
  const hook = await receiving();
  const box = await mailbox({ hideSTARTTLS: true });
  const { app, clock, send, log } = await notifying(webhook(hook.url), mailAt(box.port));
  await hook.close();
  const engine = new Queueing(app);
  const startMs = clock.nowMs;
  for (let minute = 0; minute < 60; minute += 1) {
    await engine.look(minute % 2 === 0 ? "fail" : "pass", 60);
    for (let second = 0; second < 60; second += 5) {
      clock.nowMs = startMs + minute * MINUTE_MS + second * 1000;
      await send();
    }
  }
  expect(box.letters).toHaveLength(60);
  const waiting = (await log()).filter(({ state }) => state === "pending");
  expect(waiting).toHaveLength(60);
  expect(waiting[0]).toMatchObject({ key: "1:fired", last_error: "connection refused" });
  // 5, 10, 20, 40, 80, 160, 320, 600 s and so on.
  expect(waiting[0]!.attempts).toBeGreaterThanOrEqual(11);
  expect(waiting[0]!.attempts).toBeLessThanOrEqual(14);
  expect(waiting.slice(1).every(({ attempts }) => attempts === 0)).toBe(true);

  const back = await receiving(undefined, hook.port);
  clock.nowMs += 10 * MINUTE_MS;
  await send();
  expect(back.keys()).toEqual((await log()).filter((_, at) => at % 2 === 0).map(({ key }) => key));
  expect(box.letters).toHaveLength(60);
  expect((await log()).every(({ state }) => state === "sent")).toBe(true);
});

test("a receiver that hangs keeps nobody else waiting", async () => {
  const hanging = await receiving(() => {});
  const other = await receiving();
  const { app, sender } = await notifying(
    webhook(hanging.url, ", name: hanging"),
    webhook(other.url, ", name: other"),
  );
  const keys = await episodes(app, 3);
  await sender.look();
  await until(() => expect(other.keys()).toEqual(keys));
  await sender.look();
  expect(hanging.keys()).toEqual(["1:fired"]);
  await hanging.close();
  await sender.settled();
});

test("after 24 hours it is given up, said so, and the next is tried", async () => {
  const hook = await receiving((response, { body }) => {
    response.writeHead(body.includes('"key":"1:fired"') ? 503 : 200).end("busy");
  });
  const { app, clock, send, log } = await notifying(webhook(hook.url));
  await episodes(app, 1);
  for (let minute = 0; minute < 24 * 60 + 10; minute += 2) {
    await send();
    clock.nowMs += 2 * MINUTE_MS;
  }
  const [first, second] = await log();
  expect(first).toMatchObject({ state: "failed", sent_ms: null, last_error: "answered 503: busy" });
  expect(first!.attempts).toBeGreaterThan(100);
  expect(second).toMatchObject({ key: "1:resolved", state: "sent", attempts: 1 });
});

test("what a receiver refuses for what it is holds up nothing for long", async () => {
  const hook = await receiving((response, { body }) => {
    response.writeHead(body.includes('"key":"1:fired"') ? 400 : 200).end();
  });
  const { app, clock, send, log } = await notifying(webhook(hook.url));
  await episodes(app, 1);
  for (let second = 0; second < 180; second += 5) {
    await send();
    clock.nowMs += 5000;
  }
  expect((await log()).map(({ key, state, attempts }) => [key, state, attempts])).toEqual([
    ["1:fired", "failed", 5],
    ["1:resolved", "sent", 1],
  ]);
});

test("greylisting is waited for; what a mail server refuses is tried again, and then has failed", async () => {
  const answers = [450, 450, 250, 550, 550, 550, 550, 550, 250];
  const box = await mailbox({
    onRcptTo: (_address, _session, done) => {
      const code = answers.shift() ?? 250;
      done(code === 250 ? null : Object.assign(new Error("not now"), { responseCode: code }));
    },
  });
  const { app, clock, send, log } = await notifying(mailAt(box.port));
  await episodes(app, 1);
  await new Queueing(app).look("pass");
  for (let second = 0; second < 240; second += 5) {
    await send();
    clock.nowMs += 5000;
  }
  expect((await log()).map(({ key, state, attempts }) => [key, state, attempts])).toEqual([
    ["1:fired", "sent", 3],
    ["1:resolved", "failed", 5],
  ]);
  expect(box.letters).toHaveLength(1);
});

test("who asks to be left alone is left alone", async () => {
  const hook = await receiving((response, _told, times) => {
    response.writeHead(times === 1 ? 429 : 200, { "retry-after": "120" }).end();
  });
  const { app, clock, send } = await notifying(webhook(hook.url));
  await new Queueing(app).look("fail");
  await send();
  clock.nowMs += 119_000;
  await send();
  expect(hook.told).toHaveLength(1);
  clock.nowMs += 1000;
  await send();
  expect(hook.told).toHaveLength(2);
});

test("what was sent and could not be noted is not sent again before it is noted", async () => {
  const hook = await receiving();
  const { app, pace, sender, log } = await notifying(webhook(hook.url));
  const keys = await episodes(app, 1);
  const { write } = app.store;
  app.store.write = async () => {
    throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  };
  await sender.look();
  for (let times = 1; times <= 3; times += 1) {
    await pace.asleep(times);
    await sender.look();
    expect(hook.keys()).toEqual(["1:fired"]);
    if (times === 3) app.store.write = write;
    pace.pass(1000);
  }
  await sender.settled();
  expect(hook.keys()).toEqual(keys);
  expect((await log()).map(({ state, attempts }) => [state, attempts])).toEqual([
    ["sent", 1],
    ["sent", 1],
  ]);
});

test("a crash between sending and noting repeats that one, under the same key, and no other", async () => {
  const hook = await receiving();
  const { app, sender, send } = await notifying(webhook(hook.url));
  const keys = await episodes(app, 2);
  const { write } = app.store;
  app.store.write = async () => {
    throw Object.assign(new Error("the process is gone"), { code: "SQLITE_IOERR" });
  };
  await sender.look();
  await until(() => expect(hook.told).toHaveLength(1));
  await sender.stop();
  app.store.write = write;
  const next = new Sender(app, new TestPace());
  await next.look();
  await next.settled();
  await send();
  expect(hook.keys()).toEqual(["1:fired", ...keys]);
  expect(hook.told[1]!.body).toBe(hook.told[0]!.body);
});

test("while another process watches the alerts, this one sends nothing; once that is gone it does", async () => {
  const hook = await receiving();
  const { app, clock, send } = await notifying(webhook(hook.url));
  const keys = await episodes(app, 1);
  await inTransaction(app, (tx) => keepLease(tx, `${process.ppid}:another`, clock.nowMs + 10_000));
  await send();
  expect(hook.told).toEqual([]);
  clock.nowMs += 10_000;
  await send();
  expect(hook.keys()).toEqual(keys);
});

test("a receiver that left the settings is waited for, and told once it is back", async () => {
  const hook = await receiving();
  const { app, clock, send, log } = await notifying(webhook(hook.url));
  await inTransaction(app, (tx) =>
    queueNotification(tx, { key: "1:fired", receiver: "gone", payload: "{}", atMs: clock.nowMs }),
  );
  await send();
  expect(await log()).toMatchObject([
    { receiver: "gone", state: "pending", last_error: "the settings have no receiver of this name" },
  ]);
});

test("what is stored and cannot be read is given up, and nothing of it is sent", async () => {
  const hook = await receiving();
  const { app, clock, send, log } = await notifying(webhook(hook.url, ", name: hook"));
  for (const payload of ["{", '{"version":2}', "null"])
    await inTransaction(app, (tx) =>
      queueNotification(tx, { key: payload, receiver: "hook", payload, atMs: clock.nowMs }),
    );
  for (let second = 0; second < 600; second += 5) {
    await send();
    clock.nowMs += 5000;
  }
  expect((await log()).map(({ state }) => state)).toEqual(["failed", "failed", "failed"]);
  expect(hook.told).toEqual([]);
});

test("secrets stand in no log line, in no stored error and in no payload", async () => {
  const hook = await receiving((response, { headers }) => {
    response
      .writeHead(500)
      .end(`got ${headers["greenlight-signature"]} at /hook/abcdefgh-token with very-secret-word`);
  });
  const box = await mailbox({
    onAuth: (auth, _session, done) =>
      done(Object.assign(new Error(`no ${auth.password}`), { responseCode: 535 })),
  });
  const { app, send, log } = await notifying(
    webhook(hook.url, SECRETS),
    mailAt(box.port, ", user: me, password: hidden-password"),
  );
  const lines: unknown[] = [];
  for (const level of ["info", "warn", "error"] as const)
    vi.spyOn(app.log, level).mockImplementation((...words: unknown[]) => void lines.push(words));
  await episodes(app, 1);
  await send();
  expect(lines).toHaveLength(2);
  const [webhookRow] = await log();
  expect(webhookRow!.last_error).toContain("answered 500: got");
  expect(JSON.stringify([lines, await log()])).not.toMatch(/very-secret|abcdefgh|hidden-password/);
});

test("the worker sends what is queued while it runs, and ends when it is told to", async () => {
  const hook = await receiving();
  const { app } = await notifying(webhook(hook.url));
  const pace = new TestPace();
  const stopping = new AbortController();
  const ended = notify(app, stopping.signal, pace);
  await pace.asleep(1);
  const keys = await episodes(app, 2);
  pace.pass(1000);
  await until(() => expect(hook.keys()).toEqual(keys));
  stopping.abort();
  await ended;
  await new Queueing(app).look("fail");
  pace.pass(10_000);
  expect(hook.told).toHaveLength(4);
});

test("what is on its way at the stop is given a moment, then cut off, and sent again after the start", async () => {
  const hook = await receiving((response, _told, times) => void (times > 1 && response.end()));
  const { app, sender, log } = await notifying(webhook(hook.url));
  await new Queueing(app).look("fail");
  await sender.look();
  await until(() => expect(hook.told).toHaveLength(1));
  await sender.stop();
  expect(await log()).toMatchObject([{ state: "pending", attempts: 0 }]);
});
