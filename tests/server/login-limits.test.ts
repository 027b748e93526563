import { beforeAll, describe, expect, test } from "vitest";
import { bearing } from "@/tests/support/access";
import { type BuiltServer, builtServer } from "@/tests/support/built-server";
import { PASSWORD, person, signIn } from "@/tests/support/people";
import { sender } from "@/tests/support/sender";

const TRIES = 20;
/** So many wrong passwords are answered as such within a quarter of an hour. */
const TRIES_MAX = 10;
const WRONG = "another-passphrase";
const EXPECTED = [...Array(TRIES_MAX).fill(401), ...Array(TRIES - TRIES_MAX).fill(429)];

let behind: BuiltServer;
let alone: BuiltServer;
beforeAll(async () => {
  [behind, alone] = await Promise.all([
    builtServer({ config: ["access: { proxies: [127.0.0.1] }"] }),
    builtServer(),
  ]);
  for (const name of ["ana", "ben", "cem", "dee"]) await person(behind.url, `${name}@example.org`, "viewer");
  await person(alone.url, "ana@example.org", "viewer");
});

const from = (address: string) => ({ "x-forwarded-for": address });

/** Twenty tries, one after the other. */
async function tries(
  server: BuiltServer,
  each: (at: number) => { email: string; address: string; password?: string },
) {
  const statuses: number[] = [];
  for (let at = 0; at < TRIES; at += 1) {
    const { email, address, password = WRONG } = each(at);
    const answer = await signIn(server.url, email, password, from(address));
    statuses.push(answer.status);
    if (answer.status === 429) {
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(800);
      expect(answer.body.detail).toMatch(/^too many tries to sign in .*; try again in 15 minutes$/);
    }
  }
  return statuses;
}

describe("ten wrong passwords within a quarter of an hour", () => {
  test("of one account, from wherever: then not even the right one is taken, and others sign in as ever", async () => {
    const email = (at: number) => (at % 2 === 0 ? "ana@example.org" : "ANA@example.org");
    expect(await tries(behind, (at) => ({ email: email(at), address: `203.0.113.${at}` }))).toEqual(EXPECTED);
    const right = await signIn(behind.url, "ana@example.org", PASSWORD, from("203.0.113.99"));
    expect(right).toMatchObject({ status: 429, body: { title: "too-many-requests" } });
    expect(right.headers["set-cookie"]).toBeUndefined();
    expect(await signIn(behind.url, "ben@example.org", PASSWORD, from("203.0.113.1"))).toMatchObject({
      status: 200,
    });
  });

  test("of one network of IPv6, for whichever accounts; its neighbour is not held back", async () => {
    const address = (at: number) => `2001:db8:1:2:${at.toString(16)}::${at + 1}`;
    expect(await tries(behind, (at) => ({ email: `x${at}@example.org`, address: address(at) }))).toEqual(
      EXPECTED,
    );
    const asked = (network: string) => signIn(behind.url, "cem@example.org", PASSWORD, from(`${network}::9`));
    expect(await asked("2001:db8:1:2")).toMatchObject({ status: 429 });
    expect(await asked("2001:db8:1:3")).toMatchObject({ status: 200 });
  });

  test("of one address, whatever a browser writes before what the proxy adds", async () => {
    const address = (at: number) => `198.51.100.${at}, 203.0.113.200`;
    expect(await tries(behind, (at) => ({ email: `y${at}@example.org`, address: address(at) }))).toEqual(
      EXPECTED,
    );
    expect(await signIn(behind.url, "dee@example.org", PASSWORD, from("198.51.100.1"))).toMatchObject({
      status: 200,
    });
  });

  test("where there is no proxy of ours, whatever X-Forwarded-For says", async () => {
    expect(
      await tries(alone, (at) => ({ email: `z${at}@example.org`, address: `2001:db8:${at}::1` })),
    ).toEqual(EXPECTED);
    expect(await signIn(alone.url, "ana@example.org", PASSWORD, from("192.0.2.1"))).toMatchObject({
      status: 429,
    });
  });
});

test("keys that are guessed are counted by address; whoever else asks from there is answered", async () => {
  const send = sender(alone.port);
  const path = "/api/summary";
  const guess = (at: number) =>
    send({ path, from: "127.0.0.7", headers: bearing(`gl_${"x".repeat(40)}${at}`) });
  const answers = await Promise.all(Array.from({ length: 120 }, (_, at) => guess(at)));
  const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
  expect([count(401), count(429)]).toEqual([100, 20]);
  const limited = await guess(121);
  expect(Number(limited.headers["retry-after"])).toBeGreaterThan(0);
  expect((await send({ path: "/livez", from: "127.0.0.7" })).status).toBe(200);
  expect((await send({ path, from: "127.0.0.7", headers: bearing() })).status).toBe(200);
});
