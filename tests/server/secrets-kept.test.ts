import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, test } from "vitest";
import { bearing } from "@/tests/support/access";
import { type BuiltServer, builtServer, ownFolder } from "@/tests/support/built-server";
import { ask } from "@/tests/support/http";
import { cookieOf, send, signIn } from "@/tests/support/people";

/** Each a text that stands nowhere else. */
const PLANTED: Record<string, string> = {
  "the bootstrap key": "gl_planted-bootstrap-key-7f31c9",
  "the administrator's password": "planted-admin-passphrase-a81f",
  "what sessions are signed with": "planted-session-secret-0123456789-5e02",
  "a webhook's secret": "planted-webhook-secret-c4d7",
  "a webhook's address": "planted-webhook-path-99b1",
  "a wrong password": "planted-wrong-passphrase-3e6d",
  "a password that was chosen": "planted-chosen-passphrase-b02c",
  "a new password": "planted-new-passphrase-d5f4",
  "a key that is none": "gl_planted-key-of-nobody-61aa",
  "a password of a proxy": Buffer.from("proxy:planted-basic").toString("base64"),
};
const planted = (name: string) => PLANTED[name]!;
const ANA = { email: "ana@example.org", password: planted("the administrator's password") };

let server: BuiltServer;
let dataDir: string;
/** All that came back, but for the answers that exist to hand out a secret. */
const answers: string[] = [];

async function kept(asked: ReturnType<typeof ask>) {
  const answer = await asked;
  answers.push(JSON.stringify([answer.headers, answer.body]));
  return answer;
}

beforeAll(async () => {
  dataDir = join(await ownFolder(), "deep", "data");
  server = await builtServer({
    config: [
      `notify: [ { kind: webhook, url: 'http://127.0.0.1:9/${planted("a webhook's address")}', secret: ${planted("a webhook's secret")} } ]`,
    ],
    env: {
      LOG_LEVEL: "trace",
      GREENLIGHT_DATA_DIR: dataDir,
      GREENLIGHT_API_KEY: planted("the bootstrap key"),
      GREENLIGHT_SECRET: planted("what sessions are signed with"),
      GREENLIGHT_ADMIN_EMAIL: ANA.email,
      GREENLIGHT_ADMIN_PASSWORD: ANA.password,
    },
  });
  await handedOut();
  await asked();
  await failed();
});

/** Makes whatever is secret and is told once: a session, a key, a link. */
async function handedOut(): Promise<void> {
  const { url } = server;
  const signedIn = await signIn(url, ANA.email, ANA.password);
  const session = cookieOf(signedIn);
  const made = await send(url, "/api/keys", { name: "a key", scope: "read" }, session);
  const ben = { email: "ben@example.org", name: "Ben", role: "viewer" };
  const invited = await send(url, "/api/users", ben, session);
  const cem = { email: "cem@example.org", name: "Cem", role: "viewer" };
  const waiting = await send(url, "/api/users", cem, session);
  const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";
  PLANTED["the cookie of a session"] = session.cookie.split("=", 2)[1] ?? "";
  PLANTED["a key"] = made.body.key;
  PLANTED["a link that was used"] = tokenOf(invited.body.link);
  PLANTED["a link that waits"] = tokenOf(waiting.body.link);
  const chosen = planted("a password that was chosen");
  const welcome = await send(url, "/api/auth/welcome", {
    token: planted("a link that was used"),
    password: chosen,
  });
  const body = { current_password: chosen, new_password: planted("a new password") };
  expect((await send(url, "/api/auth/change-password", body, cookieOf(welcome))).status).toBe(200);
}

/** Asks for all there is to read, and fails in the ways there are. */
async function asked(): Promise<void> {
  const { url } = server;
  const session = {
    cookie: `greenlight.session_token=${planted("the cookie of a session")}`,
    authorization: "",
  };
  const html = { ...session, accept: "text/html" };
  for (const path of [
    "keys",
    "users",
    "sessions",
    "me",
    "settings",
    "audit?range=all",
    "sources",
    "openapi.json",
  ])
    expect(await kept(ask(`${url}/api/${path}`, { headers: session }))).toMatchObject({ status: 200 });
  for (const path of [
    "/",
    "/settings",
    "/settings/keys",
    "/settings/users",
    "/account",
    "/audit?range=all",
    "/sign-in",
  ])
    expect([200, 307]).toContain((await kept(ask(`${url}${path}`, { headers: html }))).status);
  await kept(ask(`${url}/metrics`, { headers: session }));
  const wrong = planted("a wrong password");
  await kept(signIn(url, ANA.email, wrong));
  await kept(
    send(url, "/api/auth/change-password", { current_password: wrong, new_password: wrong }, session),
  );
  await kept(send(url, "/api/auth/welcome", { token: planted("a link that was used"), password: wrong }));
  await kept(send(url, "/api/auth/welcome", { token: planted("a link that waits"), password: "short" }));
  await kept(send(url, "/api/auth/sign-in/email", { email: 7, password: wrong, extra: wrong }));
  const json = { "content-type": "application/json" };
  await kept(ask(`${url}/api/auth/sign-in/email`, { headers: json, body: `{"password":"${wrong}` }));
  await kept(ask(`${url}/api/summary`, { headers: bearing(planted("a key that is none")) }));
  await kept(
    ask(`${url}/api/summary`, { headers: { authorization: `Basic ${planted("a password of a proxy")}` } }),
  );
  await kept(ask(`${url}/api/summary`, { headers: bearing(planted("a key")) }));
  await kept(ask(`${url}/api/rollback`, { headers: { ...bearing(planted("a key")), ...json }, body: "{}" }));
  await kept(
    ask(`${url}/articles`, { headers: { ...bearing(planted("a key that is none")), accept: "text/html" } }),
  );
}

/** Asks for what cannot be read any more, so that the log says all it knows of a request. */
async function failed(): Promise<void> {
  const database = new Database(join(dataDir, "greenlight.db"));
  database.exec("alter table execution rename to execution_elsewhere");
  database.close();
  const cookie = `greenlight.session_token=${planted("the cookie of a session")}`;
  for (const headers of [{ cookie, authorization: "" }, bearing(planted("a key"))])
    for (const path of ["/api/executions?range=all", "/executions"])
      expect(await kept(ask(`${server.url}${path}`, { headers }))).toMatchObject({ status: 500 });
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));

/** The names of what was planted and stands in these. */
const foundIn = (texts: readonly string[]) =>
  Object.entries(PLANTED)
    .filter(([, secret]) => texts.some((text) => text.includes(secret)))
    .map(([name]) => name);

describe("a secret is nowhere but where it was handed out", () => {
  test("enough of them were planted", () => {
    expect(Object.values(PLANTED).filter((secret) => secret.length >= 20)).toHaveLength(14);
    expect(answers.length).toBeGreaterThan(25);
  });

  test("not in the log, at its most talkative", () => {
    expect(server.log().match(/no such table/g)?.length).toBeGreaterThanOrEqual(4);
    expect(foundIn([server.log()])).toEqual([]);
  });

  test("not in an answer", () => {
    expect(foundIn(answers)).toEqual([]);
  });

  test("not in what is built for browsers", () => {
    const files = filesIn(".next/static").filter((file) => statSync(file).isFile());
    const texts = files.map((file) => readFileSync(file, "latin1"));
    expect(foundIn(texts)).toEqual([]);
  });

  test("not in the data directory, where hashes are enough", () => {
    const files = filesIn(dataDir).filter((file) => statSync(file).isFile());
    const texts = files.map((file) => readFileSync(file, "latin1"));
    expect(texts.join("")).toContain("ben@example.org");
    expect(foundIn(texts)).toEqual([]);
  });
});

test("what is stored is its owner's alone, whatever the umask lets others do", () => {
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
  const all = filesIn(dataDir);
  expect(all.map((path) => path.slice(dataDir.length + 1))).toEqual(
    expect.arrayContaining(["greenlight.db", "greenlight.db-wal", "greenlight.db-shm"]),
  );
  const open = [dataDir, ...all].filter(
    (path) => mode(path) !== (statSync(path).isDirectory() ? "700" : "600"),
  );
  expect(open.map((path) => `${path} ${mode(path)}`)).toEqual([]);
});

test("what sessions are signed with is kept beside the database, for its owner, where it is not set", async () => {
  const plain = await builtServer();
  const file = join(plain.databaseFile, "..", "secret");
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  expect(readFileSync(file, "utf8")).toMatch(/^[\w-]{43}$/);
  expect(plain.log()).not.toContain(readFileSync(file, "utf8"));
});
