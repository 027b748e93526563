import { hashPassword } from "better-auth/crypto";
import { beforeEach, expect } from "vitest";
import type { Me } from "@/lib/contract/people";
import type { Role, Title } from "@/lib/domain/access";
import { userCreatedWith } from "@/lib/server/access/people";
import type { App } from "@/lib/server/app";
import { call } from "./routes";

export const PASSWORD = "a-passphrase-of-the-tests";

/** What earlier tests of a file have tried is not counted against the next. */
beforeEach(() => void Reflect.deleteProperty(globalThis, Symbol.for("greenlight.limits")));

/** Who does what a test needs done first. */
export const SETTER = { actor: "setter", address: "test" };

let hashed: Promise<string> | undefined;

/** An account with the password of the tests, without going through HTTP. @returns its id */
export async function account(
  app: App,
  email: string,
  role: Role = "viewer",
  titles: readonly Title[] = [],
): Promise<string> {
  hashed ??= hashPassword(PASSWORD);
  const name = email.split("@")[0] ?? email;
  return (await userCreatedWith(app, { email, name, role, titles }, await hashed, SETTER)).id;
}

/** What somebody sends, and from where. */
export interface From {
  cookie?: string;
  key?: string | null;
  /** The network address; tries to sign in are counted by it. */
  address?: string;
  agent?: string;
}

const headersOf = ({ cookie, address = "127.0.0.1", agent }: From) => ({
  "x-greenlight-peer": address,
  ...(cookie === undefined ? {} : { cookie }),
  ...(agent === undefined ? {} : { "user-agent": agent }),
});

/** Asks without the tests' own key. */
export const get = (path: string, from: From = {}) =>
  call(path, "", { key: from.key ?? null, headers: headersOf(from) });

/** Sends a command without the tests' own key; the parameters of the path stand in braces in `template`. */
export const send = (
  path: string,
  body: object = {},
  from: From = {},
  { template = path, method = "POST" }: { template?: string; method?: string } = {},
) => {
  const id = template.includes("{id}") ? path.split("/")[template.split("/").indexOf("{id}")] : undefined;
  return call(path, "", {
    method,
    key: from.key ?? null,
    headers: { "content-type": "application/json", ...headersOf(from) },
    body: JSON.stringify(body),
    template,
    ...(id === undefined ? {} : { params: { id } }),
  });
};

export const signIn = (email: string, password = PASSWORD, from: From = {}) =>
  send("/api/auth/sign-in/email", { email, password }, from);

/** What a browser sends back of the cookie that it got. */
export const cookieOf = (response: Response): string =>
  response.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";

/** The cookie of a new session. */
export async function sessionOf(email: string, from: From = {}): Promise<string> {
  const response = await signIn(email, PASSWORD, from);
  expect(response.status, email).toBe(200);
  return cookieOf(response);
}

/** Who the server takes somebody for. */
export const meOf = async (from: From): Promise<Me> => (await get("/api/me", from)).json();

export const tokenOf = (link: string): string => new URL(link).searchParams.get("token") ?? "";

/** What the log has noted about access, oldest first. */
export const notedAccess = (app: App) =>
  app.store.db.selectFrom("event").selectAll().where("action", "like", "access.%").orderBy("id").execute();
