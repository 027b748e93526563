import { beforeAll, expect, test } from "vitest";
import { bearing } from "@/tests/support/access";
import { type BuiltServer, builtServer } from "@/tests/support/built-server";
import { keyFor, person } from "@/tests/support/people";
import { type Sending, sender } from "@/tests/support/sender";

const A_MINUTE = 60;

let server: BuiltServer;
beforeAll(async () => {
  server = await builtServer({
    config: [`access: { requests_per_minute: ${A_MINUTE}, proxies: [127.0.0.1] }`],
  });
});

/** As many requests as a minute has, and ten more. */
async function exhausted(each: (at: number) => Sending) {
  const send = sender(server.port);
  const answers = await Promise.all(Array.from({ length: A_MINUTE + 10 }, (_, at) => send(each(at))));
  const limited = answers.filter(({ status }) => status === 429);
  for (const { headers, text } of limited) {
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(headers["retry-after"])).toBeLessThanOrEqual(60);
    expect(headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(text).title).toBe("too-many-requests");
  }
  return {
    limited: limited.length,
    others: answers.filter(({ status }) => status !== 429).map(({ status }) => status),
  };
}

const from = (address: string) => ({ "x-forwarded-for": address });
const whole = (status: number) => ({ limited: 10, others: Array(A_MINUTE).fill(status) });

test("a key has its requests, wherever they come from; another key has its own", async () => {
  const [one, other] = [await keyFor(server.url, "read", "one"), await keyFor(server.url, "read", "other")];
  const path = "/api/sources";
  expect(
    await exhausted((at) => ({ path, headers: { ...bearing(one.key), ...from(`203.0.113.${at}`) } })),
  ).toEqual(whole(200));
  const asked = await sender(server.port)({
    path,
    headers: { ...bearing(other.key), ...from("203.0.113.1") },
  });
  expect(asked.status).toBe(200);
});

test("a session has its requests; refusals count, and pages are left", async () => {
  const { session } = await person(server.url, "ana@example.org", "viewer");
  const at = (path: string): Sending => ({ path, headers: { ...session, ...from("203.0.113.201") } });
  expect(await exhausted(() => at("/api/keys"))).toEqual(whole(403));
  expect((await sender(server.port)(at("/sign-in"))).status).toBe(307);
});

test("nobody's requests are counted by network, of IPv6 by /64", async () => {
  const at = (network: string, place: number): Sending => ({
    path: "/api/summary",
    headers: from(`2001:db8:${network}::${place}`),
  });
  expect(await exhausted((place) => at("1:2", place))).toEqual(whole(401));
  expect((await sender(server.port)(at("1:3", 1))).status).toBe(401);
});

test("pages are counted by network, before they are made; what they load is not", async () => {
  const headers = { accept: "text/html", ...from("203.0.113.202") };
  expect(await exhausted(() => ({ path: "/welcome", headers }))).toEqual(whole(200));
  const send = sender(server.port);
  expect((await send({ path: "/", headers })).status).toBe(429);
  expect((await send({ path: "/", headers: { ...headers, rsc: "1" } })).status).toBe(429);
  expect((await send({ path: "/_next/static/none.js", headers })).status).toBe(404);
  expect((await send({ path: "/", headers: { ...headers, ...from("203.0.113.203") } })).status).toBe(307);
});

test("who watches whether the process lives is never told that it asks too often", async () => {
  for (const path of ["/livez", "/readyz"])
    expect(await exhausted(() => ({ path, headers: from("203.0.113.204") }))).toEqual({
      limited: 0,
      others: Array(A_MINUTE + 10).fill(200),
    });
});
