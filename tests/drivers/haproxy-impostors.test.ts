import { describe, expect, test, vi } from "vitest";
import { fakeHaproxy, REPLY } from "@/tests/support/fake-haproxy";
import { on, read, send, whyOf } from "@/tests/support/haproxy-driver";

describe("what answers on the socket is no HAProxy", () => {
  test.each([
    ["hangs up", (end: (text: string) => void) => end(""), "its answer is empty"],
    [
      "talks of something else",
      (end: (text: string) => void) => end("HTTP/1.1 400 Bad Request\n\n"),
      "not HAProxy's",
    ],
    [
      "sends two megabytes",
      (end: (text: string) => void) => end("x".repeat(2_000_000)),
      "more than HAProxy ever would",
    ],
    [
      "sends an endless reply",
      (end: (text: string) => void) => end(REPLY + "\n".repeat(2_000_000)),
      "more than",
    ],
    ["says half of it", (end: (text: string) => void) => end(REPLY.slice(0, REPLY.length / 2)), "HAProxy"],
    [
      "sends bytes",
      (end: (text: string) => void) => end("\0\u{fffd}\u{1f600}".repeat(1000)),
      "not HAProxy's",
    ],
  ])("it %s", async (_, answer, why) => {
    const { socket, heard } = await fakeHaproxy((connection) => answer((text) => connection.end(text)));
    expect(await whyOf(read(on(socket)))).toContain(why);
    expect(await whyOf(send(on(socket), 50))).toContain(why);
    expect(heard.filter((line) => line.includes("set "))).toEqual([]);
  });

  test("it breaks off", async () => {
    const { socket } = await fakeHaproxy((connection) => {
      connection.write(REPLY.slice(0, 100), () => connection.destroy());
    });
    expect(await whyOf(read(on(socket)))).toMatch(/broke off in the middle|cut off|HAProxy/);
  });

  test("it hangs: nobody is kept waiting for more than three seconds", async () => {
    const limits = vi.spyOn(AbortSignal, "timeout");
    const { socket } = await fakeHaproxy(() => {});
    expect(await whyOf(read(on(socket)))).toContain("does not answer");
    expect(await whyOf(send(on(socket), 50))).toContain("does not answer");
    expect(Math.max(...limits.mock.calls.map(([ms]) => ms))).toBeLessThan(3000);
  });

  test("it sends a byte now and then: that is no answer either", async () => {
    const { socket } = await fakeHaproxy((connection) => {
      const drip = setInterval(() => connection.write(" "), 50);
      connection.on("close", () => clearInterval(drip));
    });
    expect(await whyOf(read(on(socket)))).toContain("does not answer");
  });
});

describe("it answers questions, but", () => {
  const SETS = /^set /;

  test.each([
    ["says yes and does nothing", (end: (text: string) => void) => end("\n"), "it shows 0 %"],
    ["says no", (end: (text: string) => void) => end("No such server.\n\n"), 'it said "No such server."'],
    [
      "lets nobody change it",
      (end: (text: string) => void) => end("Permission denied\n\n"),
      "needs level admin",
    ],
    ["hangs when it is told something", () => {}, "does not answer"],
    ["answers with two megabytes", (end: (text: string) => void) => end("x".repeat(2_000_000)), "more than"],
  ])("%s: nothing is claimed", async (_, answer, why) => {
    const { socket } = await fakeHaproxy((connection, line) =>
      SETS.test(line) ? answer((text) => connection.end(text)) : connection.end(REPLY),
    );
    expect((await read(on(socket))).green).toBe(0);
    expect(await whyOf(send(on(socket), 50))).toContain(why);
  });

  test("is gone when the change is to be read back: nothing is claimed", async () => {
    const { socket, heard } = await fakeHaproxy((connection) =>
      heard.length > 2 ? connection.destroy() : connection.end(heard.length === 1 ? REPLY : "\n"),
    );
    expect(await whyOf(send(on(socket), 50))).toContain("HAProxy");
    expect(heard).toHaveLength(3);
  });
});
