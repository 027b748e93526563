import type { Role, Scope, Title } from "@/lib/domain/access";
import { bearing } from "./access";
import { type Answer, ask } from "./http";

const JSON_BODY = { "content-type": "application/json" };

/** A password of the tests that no list of common ones has. */
export const PASSWORD = "a-passphrase-of-the-tests";

/** What carries a session: the `cookie` header of the browser that got this answer. */
export function cookieOf({ headers }: Pick<Answer, "headers">): { cookie: string } {
  const [cookie = ""] = [headers["set-cookie"] ?? ""].flat();
  return { cookie: cookie.split(";", 1)[0] ?? "" };
}

/** Sends a command with these headers, without the tests' own key. */
export const send = (url: string, path: string, body: object, headers: Record<string, string> = {}) =>
  ask(`${url}${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { ...JSON_BODY, authorization: "", ...headers },
  });

async function made(url: string, path: string, body: object): Promise<Answer["body"]> {
  const answer = await send(url, path, body, bearing());
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Makes an account whose person has chosen a password, and begun a session by that. */
export async function person(
  url: string,
  email: string,
  role: Role,
  { name = email, titles = [] }: { name?: string; titles?: readonly Title[] } = {},
): Promise<{ id: string; session: { cookie: string } }> {
  const { id, link } = await made(url, "/api/users", { email, name, role, titles });
  const token = new URL(link).searchParams.get("token");
  const answer = await send(url, "/api/auth/welcome", { token, password: PASSWORD });
  if (answer.status !== 200) throw new Error(`welcome: ${answer.status}`);
  return { id, session: cookieOf(answer) };
}

export const signIn = (
  url: string,
  email: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
) => send(url, "/api/auth/sign-in/email", { email, password }, headers);

/** Begins a session. @returns the header that carries it */
export const sessionOf = async (url: string, email: string) => cookieOf(await signIn(url, email));

/** Makes a key. */
export const keyFor = (
  url: string,
  scope: Scope,
  name = `for ${scope}`,
): Promise<{ id: string; key: string }> => made(url, "/api/keys", { name, scope });

export const revoked = (url: string, keyId: string) => made(url, `/api/keys/${keyId}/revoke`, {});
