import type { AddressInfo } from "node:net";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { guardedServer, LIMITS } from "@/bin/serve-server";
import { ask } from "@/tests/support/http";
import { until } from "@/tests/support/until";

/** The server as it stands before the application, with shorter patience, before one that reads every body. */
async function guarded(wishes: { pageWaitS?: number; requestTimeout?: number } = {}): Promise<number> {
  const server = guardedServer(
    {
      dev: false,
      answer: () => async (request, response) => {
        await Array.fromAsync(request).catch(() => {}); // Who breaks off hears no answer.
        response.end("answered");
      },
      names: () => new Set(),
      tls: () => false,
      stopping: () => false,
      isBuilt: (file) => file === "chunks/x[1].js",
      pageWaitS: async () => wishes.pageWaitS ?? null,
    },
    {
      ...LIMITS,
      headersTimeout: 300,
      requestTimeout: wishes.requestTimeout ?? 600,
      connectionsCheckingInterval: 50,
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

interface Held {
  socket: Socket;
  said: string;
  closed: Promise<void>;
}

function held(port: number, words: string): Held {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  const one: Held = { socket, said: "", closed: new Promise((resolve) => socket.once("close", resolve)) };
  socket.on("data", (piece) => {
    one.said += String(piece);
  });
  socket.write(words);
  return one;
}

const answeredOf = async (port: number) => (await ask(`http://127.0.0.1:${port}/api/summary`)).body;

test("40 half-open and 40 trickling connections are all closed in time, and others are answered meanwhile", async () => {
  const port = await guarded();
  const half = "POST /api/ingest/log HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  const open = Array.from({ length: 40 }, () => held(port, half));
  const slow = Array.from({ length: 40 }, () => held(port, `${half}Content-Length: 9999\r\n\r\n`));
  const drip = setInterval(() => {
    for (const { socket } of slow) if (socket.writable) socket.write("x");
  }, 20);
  onTestFinished(() => clearInterval(drip));
  expect(await answeredOf(port)).toBe("answered");
  await Promise.all([...open, ...slow].map(({ closed }) => closed));
  for (const { said } of [...open, ...slow]) expect(said).toMatch(/^HTTP\/1\.1 408 /);
  expect(await answeredOf(port)).toBe("answered");
});

test("headers are waited for less long than a whole request", async () => {
  expect(LIMITS).toMatchObject({ headersTimeout: 10_000, requestTimeout: 60_000 });
  const port = await guarded({ requestTimeout: 60_000 });
  const half = held(port, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n");
  await half.closed;
  expect(half.said).toMatch(/^HTTP\/1\.1 408 /);
});

test("a connection that is kept and says nothing is no request, and is not closed before its time", async () => {
  const port = await guarded();
  const kept = held(port, "GET /api/summary HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  await until(() => expect(kept.said).toContain("answered"));
  let closed = false;
  void kept.closed.then(() => {
    closed = true;
  });
  await held(port, "GET / HTTP/1.1\r\n").closed; // which takes as long as a half-open one is waited for
  expect(closed).toBe(false);
});

test.each([
  [
    "headers of more than 16 KiB",
    `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${"y".repeat(17_000)}\r\n\r\n`,
    431,
  ],
  ["an address of more than 16 KiB", `GET /${"y".repeat(17_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, 431],
  ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
  ["two lengths", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400],
  [
    "a length and chunks",
    "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX",
    400,
  ],
  ["a header on two lines", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\r\n b\r\nY\r\n\r\n", 400],
])("%s: refused", async (_, words, status) => {
  const one = held(await guarded(), words);
  await one.closed;
  expect(one.said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(one.said).not.toContain("answered");
});

test("a file that was not built is none, and no page is made of it", async () => {
  const url = `http://127.0.0.1:${await guarded()}`;
  for (const path of [
    "/_next/static/none.js",
    "/_next/static/",
    "/_next/static/chunks",
    "/_next/static/chunks/x%00",
  ])
    expect([400, 404], path).toContain((await ask(`${url}${path}`)).status);
  expect(await ask(`${url}/_next/static/chunks/x[1].js`)).toMatchObject({ status: 200 });
});

test("pages of who asked for too many are refused before they are made, with when to come again", async () => {
  const url = `http://127.0.0.1:${await guarded({ pageWaitS: 7 })}`;
  const page = await ask(`${url}/articles`, { headers: { accept: "text/html" } });
  expect(page).toMatchObject({ status: 429, body: { title: "too-many-requests" } });
  expect(page.headers["retry-after"]).toBe("7");
  expect(await ask(`${url}/health`, { headers: { accept: "text/html" } })).toMatchObject({ status: 429 });
  for (const path of [
    "/api/summary",
    "/health",
    "/health/rag",
    "/livez",
    "/readyz",
    "/_next/static/chunks/x%5B1%5D.js",
  ])
    expect(await ask(`${url}${path}`), path).toMatchObject({ status: 200 });
});
