import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createSocketServer, type Socket } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import type { ProbeAnswer } from "@/lib/drivers/probe-answer";
import { askHttp } from "@/lib/drivers/probe-http";
import { until } from "../support/until";

const never = new AbortController().signal;

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health/rag`;
}

async function talking(talk: (socket: Socket) => void): Promise<string> {
  const server = createSocketServer((socket) => {
    socket.on("error", () => {});
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const ask = (url: string, timeoutMs = 15_000) => askHttp({ url, timeoutMs }, never);
const textOf = (answer: ProbeAnswer) =>
  answer.kind === "answered" ? new TextDecoder().decode(answer.body) : answer;

test.each([
  [200, "healthy", null],
  [204, "healthy", null],
  [503, "unhealthy", "answered 503"],
  [404, "unhealthy", "answered 404"],
])("%i says %s", async (code, status, remark) => {
  const url = await serving((_, response) =>
    response.writeHead(code).end(code === 204 ? undefined : "words"),
  );
  expect(await ask(url)).toMatchObject({ kind: "answered", status, remark, broken: false });
});

test("asks for JSON, and takes the whole answer although it comes in pieces", async () => {
  const url = await serving(async (request, response) => {
    response.write(`{"accept":"${request.headers.accept}",`);
    await new Promise(setImmediate);
    response.end(`"path":"${request.url}"}`);
  });
  expect(textOf(await ask(url))).toBe('{"accept":"application/json","path":"/health/rag"}');
});

test("each question comes over a connection of its own", async () => {
  const ports = new Set<number | undefined>();
  const url = await serving((request, response) => {
    ports.add(request.socket.remotePort);
    response.end("{}");
  });
  for (let times = 0; times < 3; times += 1) await ask(url);
  expect(ports.size).toBe(3);
});

test("an address that cannot be is no answer", async () => {
  expect(await ask("http://no-such-host.invalid/")).toMatchObject({ kind: "failed" });
  expect(await ask("ftp://127.0.0.1/")).toMatchObject({ kind: "failed" });
});

test("a redirect is not followed", async () => {
  const elsewhere = vi.fn();
  const target = await serving((_, response) => {
    elsewhere();
    response.end();
  });
  const url = await serving((_, response) => response.writeHead(302, { location: target }).end());
  expect(await ask(url)).toMatchObject({ remark: "answered 302; redirects are not followed" });
  expect(elsewhere).not.toHaveBeenCalled();
});

test("who never answers is waited for no longer than agreed", async () => {
  const url = await serving(() => {});
  expect(await ask(url, 100)).toEqual({ kind: "failed", error: "no answer within 0.1 s", timedOut: true });
});

test("neither is who answers a byte at a time", async () => {
  const url = await serving((_, response) => {
    const drip = setInterval(() => response.write("x"), 10);
    response.on("close", () => clearInterval(drip));
  });
  expect(await ask(url, 200)).toMatchObject({ timedOut: true });
});

test("of 10 MB no more than the first is taken, and the connection is closed", async () => {
  const closed = vi.fn();
  const url = await serving((_, response) => {
    response.on("close", () => closed(response.writableFinished));
    response.end(Buffer.alloc(10_000_000, "x"));
  });
  expect(await ask(url)).toMatchObject({ kind: "failed", error: "more than 1 MiB of output" });
  await until(() => expect(closed).toHaveBeenCalled());
});

test("nobody listens", async () => {
  const free = createSocketServer();
  await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  expect(await ask(`http://127.0.0.1:${port}/`)).toMatchObject({
    error: "connection refused",
    timedOut: false,
  });
});

test.each([
  ["hangs up", "", "the connection broke off"],
  ["speaks something else", "SSH-2.0-OpenSSH_9.2\r\n", "the answer is not HTTP"],
  ["breaks off in the headers", "HTTP/1.1 200 OK\r\ncontent-le", "the connection broke off"],
  [
    "sends 64 KiB of headers",
    `HTTP/1.1 200 OK\r\nx: ${"y".repeat(65_536)}\r\n\r\n`,
    "the answer's headers are too long",
  ],
  ["breaks off", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{", "the connection broke off"],
])("who answers %s", async (_, words, error) => {
  const url = await talking((socket) => socket.once("data", () => socket.end(words)));
  expect(await ask(url)).toMatchObject({ kind: "failed", error });
});

test("it ends at once when nobody waits for it any more", async () => {
  const stopping = new AbortController();
  const url = await serving(() => stopping.abort());
  expect(await askHttp({ url, timeoutMs: 600_000 }, stopping.signal)).toMatchObject({ timedOut: false });
});
