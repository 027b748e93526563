import { readdirSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { type BuiltServer, builtServer } from "@/tests/support/built-server";
import { callers, type Headers } from "@/tests/support/callers";
import { ask } from "@/tests/support/http";
import { all, type Received, sender } from "@/tests/support/sender";
import { TRICKS } from "@/tests/support/tricks";
import { TABLE } from "./authz-table";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/** Who is let in is told that this is no command; nothing changes by it. */
const NO_COMMAND = "{";
/** Operations that ask whose session it is once they know what is wanted; what is sent here changes nothing either. */
const COMMANDS: Readonly<Record<string, string>> = {
  "/api/sessions/revoke-others": "{}",
  "/api/sessions/nothing/revoke": "{}",
  "/api/auth/change-password": '{"current_password":"x","new_password":"y"}',
};

interface Row {
  method: string;
  path: string;
  page: boolean;
  may: readonly string[];
}
const rows: Row[] = Object.entries(TABLE).map(([name, may]) => {
  const [method = "", template = ""] = name.split(" ");
  const path = template.replace("{kind}", "execution-roi").replace(/\{[^}]+\}/g, "nothing");
  return { method: method === "page" ? "GET" : method, path, page: method === "page", may };
});

/** The paths of the files under `app/` that answer, as the table writes them. */
const pathsOf = (file: string): string[] =>
  readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((name) => name === file || name.endsWith(`/${file}`))
    .map((name) => `/${name.slice(0, -file.length).replace(/\([^)]+\)\//g, "")}`)
    .map((path) => (path.replace(/\/$/, "") || "/").replaceAll("[", "{").replaceAll("]", "}"));

/** What only who may read is to see. */
const MARKER = "a-topic-that-is-nobodys-business";
/** Also the form in which pages bring any data along. */
const LEAK = new RegExp(`${MARKER}|queryKey|dehydratedAt`);

let server: BuiltServer;
let known: ReadonlyMap<string, Headers>;
let sent = 0;

beforeAll(async () => {
  server = await builtServer({ config: ["access: { requests_per_minute: 10000000 }"] });
  const article = {
    timestamp: new Date().toISOString(),
    topic: MARKER,
    total_cost_usd: 1,
    writer_cost_usd: 1,
  };
  const pushed = await ask(`${server.url}/api/ingest/article-costs`, { body: JSON.stringify(article) });
  expect(pushed).toMatchObject({ status: 200, body: { accepted: 1 } });
  known = await callers(server);
});

/** Of each row with each of these callers: what comes back, at the n-th row from an address of its own. */
function asking() {
  const send = sender(server.port);
  return (row: Row, caller: string, more: { path?: string; headers?: Headers } = {}): Promise<Received> => {
    sent += 1;
    // Keys that are none are counted by address.
    const from = `127.0.${1 + [...known.keys()].indexOf(caller)}.${1 + Math.floor(rows.indexOf(row) / 50)}`;
    const typed: Headers = row.page ? { accept: "text/html" } : { "content-type": "application/json" };
    const headers: Headers = { ...typed, ...more.headers, ...known.get(caller) };
    const body = row.method === "GET" ? {} : { body: COMMANDS[row.path] ?? NO_COMMAND };
    return send({ method: row.method, path: more.path ?? row.path, from, ...body, headers });
  };
}

const leadsToSignIn = ({ status, headers }: Received): boolean =>
  status === 307 && (headers.location ?? "").startsWith("/sign-in");

const detailOf = ({ text }: Received): string => /"detail":"([^"]*)"/.exec(text)?.[1] ?? "";

/** Whether this answer keeps out whoever asked. */
function refused(answer: Received): boolean {
  const { status, text, headers } = answer;
  if (LEAK.test(text)) return false;
  const type = headers["content-type"] ?? "";
  if (status === 400) return text === "" || detailOf(answer) === "This address is not one of ours.";
  if (status === 404) return /^there is nothing at/i.test(detailOf(answer)) || type.startsWith("text/html");
  // Of the parts of a page, which lead elsewhere by themselves, or tell how pages are made up.
  if (status === 200) return type.startsWith("text/x-component");
  return leadsToSignIn(answer) || [308, 401, 403, 405].includes(status);
}

test("every route and every page is in the table, and nothing else", () => {
  const inTable = (names: (name: string) => boolean) =>
    new Set(
      Object.keys(TABLE)
        .filter(names)
        .map((name) => name.split(" ")[1]),
    );
  expect(new Set(pathsOf("page.tsx"))).toEqual(inTable((name) => name.startsWith("page ")));
  expect(new Set(pathsOf("route.ts"))).toEqual(
    inTable((name) => !name.startsWith("page ")).add("/api/{...rest}"),
  );
});

test("who may is let in, who is not known is answered 401, and who may not 403", async () => {
  const asked = asking();
  await all(
    rows.flatMap((row) => [...known.keys()].map((caller) => ({ row, caller }))),
    async ({ row, caller }) => {
      const answer = await asked(row, caller);
      const words = `${row.method} ${row.path}, ${caller}: ${answer.status} ${answer.text.slice(0, 200)}`;
      expect(Object.keys(answer.headers).join(), words).not.toContain("access-control");
      const stranger = /^(revoked|expired)/.test(caller);
      if (caller === "other origin" && row.method !== "GET") return expect(answer.status, words).toBe(403);
      const as = caller === "other origin" ? "admin" : stranger ? "nobody" : caller;
      if (row.may.includes(as)) {
        expect(leadsToSignIn(answer), words).toBe(false);
        expect([401, 403, 405, 421, 429, 500, 501, 502], words).not.toContain(answer.status);
      } else if (row.page) {
        expect(leadsToSignIn(answer), words).toBe(true);
        expect(answer.text, words).not.toMatch(LEAK);
      } else expect(answer.status, words).toBe(as === "nobody" ? 401 : 403);
    },
  );
});

test("who may read is shown what others are not", async () => {
  const asked = asking();
  for (const path of ["/articles", "/api/articles"]) {
    const row = rows.find((known) => known.path === path)!;
    const { text } = await asked(row, "viewer");
    expect(text).toContain(MARKER);
    if (row.page) expect(text).toMatch(/queryKey.*dehydratedAt|dehydratedAt.*queryKey/s);
    expect((await asked(row, "nobody")).text).not.toMatch(LEAK);
  }
});

test("an administrator's page shows nothing of it to anybody else", async () => {
  const asked = asking();
  for (const [path, secret] of [
    ["/settings/users", "operator@example.org"],
    ["/settings/keys", "for ingest"],
  ] as const) {
    const row = rows.find((known) => known.path === path)!;
    expect((await asked(row, "admin")).text, path).toContain(secret);
    expect((await asked(row, "viewer")).text, path).not.toContain(secret);
    expect((await asked(row, "operate key")).text, path).not.toContain(secret);
  }
});

test("a method that is not in the table is answered by no route", async () => {
  const asked = asking();
  const unlisted = rows
    .filter(({ page }) => !page)
    .flatMap((row) => METHODS.map((method) => ({ ...row, method })))
    .filter(({ method, path }) => !rows.some((row) => row.method === method && row.path === path));
  expect(unlisted.length).toBeGreaterThan(100);
  await all(unlisted, async (row) => {
    const answer = await asked(row, "admin");
    expect(answer.status, `${row.method} ${row.path}: ${answer.text}`).toBe(405);
  });
});

test("a page is for reading only, whoever asks", async () => {
  const asked = asking();
  const changes = rows
    .filter(({ page }) => page)
    .flatMap((row) => METHODS.slice(1).map((method) => ({ ...row, method })));
  await all(changes, async (row) => expect((await asked(row, "admin")).status).toBe(405));
});

test("no trick lets anybody in who may not", async () => {
  const asked = asking();
  const shut = (row: Row) =>
    ["nobody", "revoked session", "ingest key", "viewer", "operator"].filter(
      (caller) => !row.may.includes(caller) && !(caller === "revoked session" && row.may.includes("nobody")),
    );
  const tries = rows.flatMap((row) =>
    shut(row).flatMap((caller) =>
      Object.entries(TRICKS).map(([name, trick]) => ({ row, caller, name, trick })),
    ),
  );
  await all(tries, async ({ row, caller, name, trick }) => {
    const tricked = trick(row.path);
    let answer = await asked(row, caller, tricked);
    // Next asks for the address to be written as it writes it, before it answers.
    for (let hops = 0; hops < 2 && /_rsc/.test(answer.headers.location ?? ""); hops += 1)
      answer = await asked(row, caller, { ...tricked, path: answer.headers.location! });
    const words = `${name}: ${row.method} ${tricked.path}, ${caller}: ${answer.status} ${answer.text.slice(0, 300)}`;
    expect(refused(answer), words).toBe(true);
  });
  console.log(`${sent} requests`);
  expect(sent).toBeGreaterThan(5000);
});
