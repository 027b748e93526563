import { createServer, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { type MailServer, mailed } from "@/lib/drivers/notify-email";
import { mailbox } from "@/tests/support/receiving";

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const LETTER = {
  ...{ key: "1:fired", thread: "firing 1", subject: "[critical] heat fires: 5 of 20 (25 %, limit 5 %)" },
  ...{ text: "[critical] heat fires\n\nLook: http://127.0.0.1:3000/alerts", atMs: NOW_MS, timeoutMs: 5000 },
};

const serverAt = (port: number, more: Partial<MailServer> = {}): MailServer => ({
  ...{ host: "127.0.0.1", port, secure: false },
  ...{ from: "greenlight@example.com", to: ["oncall@example.com", "lead@example.com"] },
  ...more,
});

const mail = (server: MailServer, more: Partial<typeof LETTER> = {}, signal = new AbortController().signal) =>
  mailed(server, { ...LETTER, ...more }, signal);

const headerOf = (headers: readonly string[], name: string) =>
  headers.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));

test("a mail reaches all of its addresses, as plain text and as HTML", async () => {
  const { port, letters } = await mailbox();
  expect(await mail(serverAt(port))).toMatchObject({ delivered: true, remark: null });
  expect(letters).toHaveLength(1);
  const [letter] = letters;
  expect(letter).toMatchObject({
    from: "greenlight@example.com",
    to: ["oncall@example.com", "lead@example.com"],
  });
  expect(headerOf(letter!.headers, "Subject")).toEqual([`Subject: ${LETTER.subject}`]);
  expect(headerOf(letter!.headers, "Greenlight-Key")).toEqual(["Greenlight-Key: 1:fired"]);
  expect(headerOf(letter!.headers, "Auto-Submitted")).toEqual(["Auto-Submitted: auto-generated"]);
  expect(letter!.body).toContain("text/plain");
  expect(letter!.body).toContain('<a href=3D"http://127.0.0.1:3000/alerts">');
});

test("every try of one transition has one Message-ID, and an alert's end refers to its beginning", async () => {
  const { port, letters } = await mailbox();
  await mail(serverAt(port));
  await mail(serverAt(port), { atMs: NOW_MS + 60_000 });
  await mail(serverAt(port), { key: "1:resolved" });
  const ids = letters.map(({ headers }) => headerOf(headers, "Message-ID")[0]);
  expect(ids[0]).toMatch(/^Message-ID: <[0-9a-f]{32}@example\.com>$/);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
  expect(new Set(letters.map(({ headers }) => headerOf(headers, "References")[0])).size).toBe(1);
});

test("nothing in a subject, a key or a text becomes a header or an address", async () => {
  const { port, letters } = await mailbox();
  const evil = "x\r\nBcc: eve@example.org\r\n\r\nbody\u2028Cc: eve@example.org\0";
  await mail(serverAt(port), { subject: evil, key: evil, text: `${evil}\r\n.\r\nRCPT TO:<eve@example.org>` });
  const [letter] = letters;
  expect(letters).toHaveLength(1);
  expect(letter!.to).toEqual(["oncall@example.com", "lead@example.com"]);
  for (const name of ["Bcc", "Cc"]) expect(headerOf(letter!.headers, name)).toEqual([]);
  expect(headerOf(letter!.headers, "Subject")).toEqual([
    "Subject: x Bcc: eve@example.org body Cc: eve@example.org",
  ]);
});

test("what looks like HTML is text in the HTML", async () => {
  const { port, letters } = await mailbox();
  await mail(serverAt(port), { text: `<img src=x onerror="alert(1)">\n'&amp;' https://x/"><script>` });
  const html = letters[0]!.body.replaceAll("=\r\n", "").split("text/html")[1]!;
  expect(html).toContain("&lt;img src=3Dx onerror=3D&quot;alert(1)&quot;&gt;");
  expect(html).toContain("&#39;&amp;amp;&#39;");
  expect(html).not.toMatch(/<img|<script/);
});

test("STARTTLS is used where it is offered", async () => {
  const { port, letters, tried } = await mailbox();
  expect(await mail(serverAt(port, { user: "me", password: "pass-word" }))).toMatchObject({
    delivered: true,
  });
  expect(letters[0]!.secure).toBe(true);
  expect(tried).toEqual([{ user: "me", password: "pass-word", secure: true }]);
});

test("with `secure` it is TLS from the first byte", async () => {
  const { port, letters } = await mailbox({ secure: true });
  expect(await mail(serverAt(port, { secure: true }))).toMatchObject({ delivered: true });
  expect(letters[0]!.secure).toBe(true);
});

const PLAIN = { hideSTARTTLS: true, allowInsecureAuth: true };

test("this machine is told name and password also without TLS", async () => {
  const { port, tried } = await mailbox(PLAIN);
  expect(await mail(serverAt(port, { user: "me", password: "pass-word" }))).toMatchObject({
    delivered: true,
  });
  expect(tried).toEqual([{ user: "me", password: "pass-word", secure: false }]);
});

/** An address of this machine that is not its loopback, as another machine would have. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === "IPv4" && !one.internal)?.address;

test.skipIf(outside === undefined)(
  "nobody else is told them without TLS, nor over TLS that proves nothing",
  async () => {
    const host = outside!;
    const credentials = { host, user: "me", password: "pass-word" };
    const plain = await mailbox({ ...PLAIN, disabledCommands: ["STARTTLS"] }, host);
    expect(await mail(serverAt(plain.port, credentials))).toMatchObject({ delivered: false });
    const unproven = await mailbox({}, host);
    expect((await mail(serverAt(unproven.port, credentials))).said).toMatch(/certificate/);
    const secure = await mailbox({ secure: true }, host);
    expect((await mail(serverAt(secure.port, { ...credentials, secure: true }))).said).toMatch(/certificate/);
    expect([plain, unproven, secure].flatMap(({ tried, letters }) => [...tried, ...letters])).toEqual([]);
  },
);

test.skipIf(outside === undefined)(
  "without name and password a server that offers no TLS is told all the same",
  async () => {
    const { port, letters } = await mailbox(PLAIN, outside!);
    expect(await mail(serverAt(port, { host: outside! }))).toMatchObject({ delivered: true });
    expect(letters).toHaveLength(1);
  },
);

const answered = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });

test.each([
  ["greylisted", 451, "4.7.1 Greylisted, try again", false],
  ["an unknown address", 550, "5.1.1 no such user", true],
])("%s: what the server says, and whether it is for good", async (_, code, words, refused) => {
  const { port } = await mailbox({ onRcptTo: (_address, _session, done) => done(answered(code, words)) });
  const outcome = await mail(serverAt(port));
  expect(outcome).toMatchObject({ delivered: false, refused });
  expect(outcome.said).toContain(`${code} ${words}`);
});

test("a message that is refused is refused for good; a server that refuses everybody is not", async () => {
  const spam = await mailbox({
    onData: (stream, _session, done) =>
      void stream.resume().on("end", () => done(answered(554, "5.7.1 spam"))),
  });
  expect(await mail(serverAt(spam.port))).toMatchObject({ delivered: false, refused: true });
  const closed = await mailbox({ onConnect: (_session, done) => done(answered(554, "not you")) });
  expect(await mail(serverAt(closed.port))).toMatchObject({ delivered: false, refused: false });
});

test("what is taken for one address only is delivered, and the other is named", async () => {
  const { port, letters } = await mailbox({
    onRcptTo: ({ address }, _session, done) =>
      address === "lead@example.com" ? done(answered(550, "5.1.1 no such user")) : done(),
  });
  expect(await mail(serverAt(port))).toMatchObject({
    delivered: true,
    remark: "not taken for lead@example.com",
  });
  expect(letters[0]!.to).toEqual(["oncall@example.com"]);
});

test("a wrong password is said in the server's words, and not repeated", async () => {
  const { port } = await mailbox({
    onAuth: (auth, _session, done) => done(answered(535, `bad password ${auth.password}`)),
  });
  const outcome = await mail(serverAt(port, { user: "me", password: "pass-word" }));
  expect(outcome).toMatchObject({ delivered: false, refused: false });
  expect(outcome.said).toContain("535 bad password [hidden]");
});

test("a server that takes no names is not told without one", async () => {
  const { port, letters } = await mailbox({ disabledCommands: ["AUTH"] });
  expect(await mail(serverAt(port, { user: "me", password: "pass-word" }))).toMatchObject({
    delivered: false,
  });
  expect(letters).toEqual([]);
});

test("nobody there, and somebody who says nothing", async () => {
  const { port, close } = await mailbox();
  await close();
  expect(await mail(serverAt(port))).toMatchObject({ delivered: false, said: "connection refused" });
  const open = new Set<Socket>();
  const mute = createServer((socket) => void open.add(socket.on("error", () => {})));
  await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    mute.close();
  });
  const address = mute.address();
  const mutePort = typeof address === "object" && address !== null ? address.port : 0;
  expect(await mail(serverAt(mutePort), { timeoutMs: 300 })).toMatchObject({
    delivered: false,
    said: "not done within 0.3 s",
  });
  const stopping = AbortSignal.timeout(100);
  expect(await mail(serverAt(mutePort), {}, stopping)).toMatchObject({ delivered: false });
});
