import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { signature } from "@/lib/drivers/notify-webhook";
import type { SmokeJob } from "@/lib/drivers/smoke-job";
import { wroteByWebhook } from "@/lib/drivers/smoke-webhook";
import { receiving } from "@/tests/support/receiving";

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const SECRET = "a secret of both";
const never = new AbortController().signal;
const JOB: SmokeJob = {
  ...{ run: "run-1", number: 2, topic: "why “blue” is kept", version: "sprint-15" },
  environment: "green",
};

const wrote = (url: string, { timeoutMs = 5000, secret = SECRET as string | null } = {}, signal = never) =>
  wroteByWebhook({ url, secret, timeoutMs }, JOB, NOW_MS, signal);

const answering = async (status: number, body: string, headers: Record<string, string> = {}) =>
  receiving((response: ServerResponse) => void response.writeHead(status, headers).end(body));

test("what is posted is the job, signed, under a key of this article", async () => {
  const { url, told } = await answering(200, "");
  expect(await wrote(url)).toEqual({ ok: true, error: null, output: null, costUsd: null, seconds: null });
  const body = JSON.stringify({
    ...{ run: "run-1", topic: JOB.topic, environment: "green", version: "sprint-15" },
  });
  expect(told[0]?.body).toBe(body);
  expect(told[0]?.headers).toMatchObject({
    "content-type": "application/json",
    "greenlight-key": "run-1:2",
    "greenlight-signature": signature(SECRET, body, NOW_MS),
  });
});

test("without a secret nothing is signed", async () => {
  const { url, told } = await answering(200, "");
  await wrote(url, { secret: null });
  expect(told[0]?.headers).not.toHaveProperty("greenlight-signature");
});

test.each([
  [200, '{"output": "done", "cost_usd": 0.49, "seconds": 288}', { ok: true, costUsd: 0.49, seconds: 288 }],
  [202, '{"total_cost_usd": 0.5, "wall_seconds": 3}', { ok: true, costUsd: 0.5, seconds: 3 }],
  [200, '{"cost_usd": "0.49", "seconds": -1}', { ok: true, costUsd: null, seconds: null }],
  [200, '{"error": "no gate passed"}', { ok: false, error: "no gate passed" }],
  [200, "{not json", { ok: true, output: "{not json", costUsd: null }],
  [200, "[1, 2]", { ok: true, output: "[1, 2]" }],
  [500, '{"error": "out of tokens"}', { ok: false, error: "answered 500: out of tokens" }],
  [500, "oh no", { ok: false, error: "answered 500", output: "oh no" }],
  [404, "", { ok: false, error: "answered 404", output: null }],
])("%i %s", async (status, body, written) => {
  const { url } = await answering(status, body);
  expect(await wrote(url)).toMatchObject(written);
});

test("a redirect is not followed: nobody else is told the job", async () => {
  const other = await receiving();
  const { url } = await answering(307, "", { location: other.url });
  expect(await wrote(url)).toMatchObject({
    ok: false,
    error: "answered 307; redirects are not followed",
  });
  expect(other.told).toEqual([]);
});

test("one that takes too long has failed, before and after its headers", async () => {
  const mute = await receiving(() => {});
  expect(await wrote(mute.url, { timeoutMs: 200 })).toMatchObject({ error: "not done within 0.2 s" });
  const half = await receiving((response) => void response.writeHead(200).write('{"cost_usd": 1'));
  expect(await wrote(half.url, { timeoutMs: 200 })).toMatchObject({
    ok: false,
    error: "not done within 0.2 s",
  });
});

test("an answer that breaks off is none", async () => {
  const { url } = await receiving((response) => {
    response.writeHead(200, { "content-length": "100" }).write("half");
    setImmediate(() => response.destroy());
  });
  expect(await wrote(url)).toMatchObject({ ok: false, error: "the connection broke off" });
});

test("one that is cancelled ends at once", async () => {
  const stopping = new AbortController();
  const { url, told } = await receiving(() => stopping.abort());
  expect(await wrote(url, {}, stopping.signal)).toMatchObject({ ok: false, error: "stopped" });
  expect(told).toHaveLength(1);
});

test("nobody there, and an address that is never asked", async () => {
  const { url, close } = await receiving();
  await close();
  expect(await wrote(url)).toMatchObject({ ok: false, error: "connection refused" });
  const cloud = await wrote("http://169.254.169.254/latest");
  expect(cloud).toMatchObject({ ok: false, error: expect.stringContaining("is not asked: a link-local") });
});

test("more than a mebibyte is not taken", async () => {
  const { url } = await answering(200, "x".repeat(2 * 1024 * 1024));
  expect(await wrote(url)).toMatchObject({ ok: false, error: "answered 200 with more than 1 MiB" });
});

test("an answer that repeats the secret or the key in the path is not repeated", async () => {
  const { url } = await answering(
    500,
    JSON.stringify({ error: `bad ${SECRET}`, output: `route /hook/abcdefgh-token\nsecret ${SECRET}` }),
  );
  const { error, output } = await wrote(url);
  expect(`${error} ${output}`).not.toMatch(/abcdefgh|a secret of both/);
  expect(output).toBe("route [hidden]\nsecret [hidden]");
});
