import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { posted, signature } from "@/lib/drivers/notify-webhook";
import { folder } from "@/tests/support/folder";
import { receiving } from "@/tests/support/receiving";

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const SECRET = "a secret of both";
/** Long enough for headers to come on a busy machine. */
const LONG_MS = 2000;
const BODY = JSON.stringify({ text: "≥ 5 % of “jobs”" });

const post = (
  url: string,
  more: Partial<Parameters<typeof posted>[0]> = {},
  signal = new AbortController().signal,
) =>
  posted({ url, secret: SECRET, key: "1:fired", body: BODY, atMs: NOW_MS, timeoutMs: 5000, ...more }, signal);

type Verified = (header: string, body: string, secret: string, nowMs: number) => boolean;

/** The example that the documentation gives to those who write a receiver. */
async function verified(): Promise<Verified> {
  const page = readFileSync("docs/configuration.md", "utf8");
  const [, example = ""] = /### Verifying a webhook[\s\S]*?```js\n([\s\S]*?)```/.exec(page) ?? [];
  const file = join(folder(), "verify.mjs");
  await writeFile(file, example);
  return (await import(file)).verified;
}

test("what is posted is the body as it is, with the key of its transition and a signature", async () => {
  const { url, told } = await receiving();
  expect(await post(url)).toMatchObject({
    delivered: true,
    said: expect.stringMatching(/^answered 200 in \d+ ms$/),
  });
  expect(told).toHaveLength(1);
  expect(told[0]!.body).toBe(BODY);
  expect(told[0]!.headers).toMatchObject({
    "content-type": "application/json",
    "greenlight-key": "1:fired",
    "greenlight-signature": signature(SECRET, BODY, NOW_MS),
    "user-agent": "greenlight",
  });
});

test("the documented example takes what was signed, and nothing that was tampered with", async () => {
  const check = await verified();
  const { url, told } = await receiving();
  await post(url);
  const header = String(told[0]!.headers["greenlight-signature"]);
  expect(check(header, BODY, SECRET, NOW_MS)).toBe(true);
  expect(check(header, BODY, SECRET, NOW_MS + 299_000)).toBe(true);
  expect(check(header, BODY, SECRET, NOW_MS + 301_000)).toBe(false);
  expect(check(header, BODY.replace("5", "6"), SECRET, NOW_MS)).toBe(false);
  expect(check(header, BODY, "another secret", NOW_MS)).toBe(false);
  expect(check(header.replace("t=1", "t=2"), BODY, SECRET, NOW_MS + 10 ** 12)).toBe(false);
  for (const broken of ["", "t=,v1=", "v1=00", header.slice(0, -1), `${header.slice(0, -2)}zz`, "t=x,v1=y"])
    expect(check(broken, BODY, SECRET, NOW_MS), broken).toBe(false);
});

test("the signature is the one that others compute, too", () => {
  // printf '1795435200.{}' | openssl dgst -sha256 -hmac 'whsec'
  expect(signature("whsec", "{}", 1_795_435_200_999)).toBe(
    "t=1795435200,v1=3b22a676bcee65f53f6b4e968bb37b315754fc7743b07c2aed2f24253a98651f",
  );
});

test("without a secret nothing is signed", async () => {
  const { url, told } = await receiving();
  await post(url, { secret: undefined });
  expect(told[0]!.headers).not.toHaveProperty("greenlight-signature");
});

test.each([
  [500, "oh no", { said: "answered 500: oh no", refused: false }],
  [404, "no_service", { said: "answered 404: no_service", refused: false }],
  [401, "", { said: "answered 401", refused: false }],
  [400, "invalid_payload", { said: "answered 400: invalid_payload", refused: true }],
  [413, "", { refused: true }],
  [422, "", { refused: true }],
])("%i is not delivered", async (status, body, outcome) => {
  const { url } = await receiving((response) => void response.writeHead(status).end(body));
  expect(await post(url)).toMatchObject({ delivered: false, waitMs: null, ...outcome });
});

test.each([
  ["30", 30_000],
  ["999999", 600_000],
  [new Date(NOW_MS + 60_000).toUTCString(), 60_000],
  ["Mon, 01 Jan 2001 00:00:00 GMT", 0],
  ["soon", null],
])("who asks to be left alone (%s) says for how long", async (after, waitMs) => {
  const { url } = await receiving((response) => void response.writeHead(429, { "retry-after": after }).end());
  expect(await post(url)).toMatchObject({ delivered: false, refused: false, waitMs });
});

test("a redirect is not followed, not even to the same place", async () => {
  const other = await receiving();
  const { url, told } = await receiving(
    (response) => void response.writeHead(307, { location: other.url }).end(),
  );
  expect(await post(url)).toMatchObject({
    delivered: false,
    said: "answered 307; redirects are not followed",
  });
  expect([told.length, other.told.length]).toEqual([1, 0]);
});

test("what hangs is given up in time, before and after its headers", async () => {
  const mute = await receiving(() => {});
  expect(await post(mute.url, { timeoutMs: 200 })).toMatchObject({
    delivered: false,
    said: "no answer within 0.2 s",
  });
  const half = await receiving((response) => void response.writeHead(500).write("wait"));
  expect(await post(half.url, { timeoutMs: LONG_MS })).toMatchObject({
    delivered: false,
    said: "answered 500: wait",
  });
  const taken = await receiving((response) => void response.writeHead(200).write("wait"));
  expect(await post(taken.url, { timeoutMs: LONG_MS })).toMatchObject({ delivered: true });
});

test("of an answer without end no more than its beginning is read", async () => {
  let written = 0;
  const { url } = await receiving((response) => {
    response.writeHead(500);
    const more = () => {
      while (!response.destroyed && written < 512 * 1024 * 1024) {
        written += 65_536;
        if (!response.write("x".repeat(65_536))) return void response.once("drain", more);
      }
    };
    more();
  });
  const { said } = await post(url);
  expect(said.length).toBeLessThan(250);
  expect(written).toBeLessThan(64 * 1024 * 1024);
});

/** A server that speaks no HTTP: it does this to whoever connects. */
async function rough(act: (socket: Socket) => void): Promise<string> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => act(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
}

test.each([
  ["a reset", (socket: Socket) => socket.resetAndDestroy(), "the connection broke off"],
  ["silence and an end", (socket: Socket) => socket.end(), "the connection broke off"],
  ["garbage", (socket: Socket) => socket.end("SSH-2.0-OpenSSH\r\n"), "the answer is not HTTP"],
  [
    "headers without end",
    (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(100_000)}`),
    "the answer's headers are too long",
  ],
] as const)("%s is not delivered, and said in words", async (_, act, said) => {
  expect(await post(await rough((socket) => void act(socket)))).toMatchObject({ delivered: false, said });
});

test("nobody there: connection refused, no such host", async () => {
  const { url, close } = await receiving();
  await close();
  expect(await post(url)).toMatchObject({ delivered: false, said: "connection refused" });
  expect((await post("http://host.invalid/")).said).toMatch(/no such host|could not be looked up/);
});

test("ports that browsers refuse are asked, too", async () => {
  expect((await post("http://127.0.0.1:6000/")).said).toBe("connection refused");
});

test("an answer that repeats the secret, the key in the path or the query is not repeated", async () => {
  const { url } = await receiving((response, { headers }) => {
    response.writeHead(500, { "content-type": "text/plain" });
    response.end(
      `no route /hook/abcdefgh-token?code=xyzzy-1, abcdefgh-token, xyzzy-1, ${SECRET}\r\nFORGED: line ${headers.host}`,
    );
  });
  const { said } = await post(`${url}?code=xyzzy-1`);
  expect(said).toContain("answered 500: no route [hidden]");
  expect(said).toContain("FORGED: line");
  expect(said).not.toMatch(/abcdefgh|xyzzy|a secret of both|\r|\n/);
});

test("what is stopped ends at once", async () => {
  const stopping = new AbortController();
  const { url, told } = await receiving(() => stopping.abort());
  expect(await post(url, {}, stopping.signal)).toMatchObject({ delivered: false });
  expect(told).toHaveLength(1);
});

test("an address at which clouds give away their keys is never told", async () => {
  const url = "http://169.254.169.254/latest/meta-data/";
  const way = { atMs: 0, timeoutMs: 1000 };
  const outcome = await posted(
    { url, secret: undefined, key: "k", body: "{}", ...way },
    new AbortController().signal,
  );
  expect(outcome).toMatchObject({ delivered: false, said: expect.stringContaining("link-local") });
});
