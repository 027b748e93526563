import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keyCreated, revoke } from "@/lib/server/access/keys";
import { Bus } from "@/lib/server/bus";
import { endStreams, liveStream } from "@/lib/server/live";
import { bearing } from "@/tests/support/access";
import { testApp } from "@/tests/support/app";

const ASKER = { actor: "key:bootstrap", address: "127.0.0.1" };
const READER = { ...ASKER, kind: "key", keyId: "bootstrap", grants: ["open", "read"] } as const;

const streams = (): ReadonlySet<unknown> =>
  Reflect.get(globalThis, Symbol.for("greenlight.streams")) ?? new Set();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
});
afterEach(() => {
  endStreams();
  vi.useRealTimers();
});

async function opened(headers: Record<string, string> = {}) {
  const { app } = await testApp();
  const gone = new AbortController();
  const open = (key?: string) => {
    const carried = { ...bearing(key), ...headers };
    const request = new Request("http://test/api/events", { headers: carried, signal: gone.signal });
    return liveStream(app, request, READER).body!;
  };
  return { app, gone, open };
}

async function next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  return new TextDecoder().decode((await reader.read()).value);
}

test("every fifteen seconds a heartbeat", async () => {
  const { open } = await opened();
  const reader = open().getReader();
  let welcome = "";
  while (!welcome.includes("\nid: ")) welcome += await next(reader);
  expect(welcome).toMatch(/^retry: 1000\n/);
  for (let beat = 0; beat < 3; beat += 1) {
    const heard = next(reader);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await heard).toBe(": heartbeat\n\n");
  }
});

test("a reader that has stopped reading is dropped when 256 KiB wait for it", async () => {
  const { app, open } = await opened();
  const stalled = open();
  for (let told = 0; streams().size > 0 && told < 10_000; told += 1) {
    app.bus.publish(["summary"]);
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(streams().size).toBe(0);
  let bytes = 0;
  for await (const piece of stalled) bytes += piece.byteLength;
  expect(bytes).toBeGreaterThan(255 * 1024);
  expect(bytes).toBeLessThan(257 * 1024);
});

test("a reader that may not read any more is told no more: at once when it is taken away, within a minute when it expires", async () => {
  const { app, open } = await opened();
  // The application's clock stands still while that of the streams goes on.
  const expires_at = new Date(app.nowMs() + 1000).toISOString();
  const taken = await keyCreated(app, { name: "a display", scope: "read", expires_at: null }, ASKER);
  const expiring = await keyCreated(app, { name: "a guest's", scope: "read", expires_at }, ASKER);
  open(taken.key);
  open(expiring.key);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(streams().size).toBe(2);
  await revoke(app, taken.id, ASKER);
  await vi.advanceTimersByTimeAsync(100);
  expect(streams().size).toBe(1);
  open();
  vi.spyOn(app, "nowMs").mockReturnValue(app.nowMs() + 1000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(streams().size).toBe(1);
  endStreams();
});

test.each(["the request is aborted", "the body is cancelled", "the server stops"])(
  "a stream is gone when %s",
  async (how) => {
    const { gone, open } = await opened();
    const body = open();
    expect(streams().size).toBe(1);
    if (how === "the request is aborted") gone.abort();
    else if (how === "the body is cancelled") await body.cancel();
    else endStreams();
    expect(streams().size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test("what was missed is told once: a known id gets its topics, an unknown one everything, the latest nothing", () => {
  const bus = new Bus(1000);
  const start = bus.lastId;
  bus.publish(["usage"]);
  vi.advanceTimersByTime(50);
  bus.publish(["articles"]);
  expect(bus.since(start)).toEqual({ id: start + 2, topics: ["usage", "articles"] });
  expect(bus.since(start + 1)).toEqual({ id: start + 2, topics: ["articles"] });
  expect(bus.since(start + 2)).toBeNull();
  expect(bus.since(start - 1)?.topics).toContain("settings");
  expect(bus.since(start + 3)?.topics).toContain("settings");
  expect(new Bus(1001).lastId).toBeGreaterThan(bus.lastId);
  bus.close();
});
