import { createHmac, timingSafeEqual } from "node:crypto";
import { parseCookies } from "better-auth/cookies";
import { sessionOwner } from "@/db/queries/access";
import type { UserTable } from "@/db/schema-access";
import { grantsOfRole, type Identity, titlesOf } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { iso } from "./note";

export type Person = Extract<Identity, { kind: "person" }>;

/**
 * Whose session these headers carry; null where it is none, has ended, or its person may not sign in. One read by an
 * index: the library's own way takes several, and deletes what has expired, so that a read would wait for a writer.
 */
export async function sessionPerson(app: App, headers: Headers, address: string): Promise<Person | null> {
  const { authCookies, secret } = await (await app.auth()).$context;
  const sent = parseCookies(headers.get("cookie") ?? "").get(authCookies.sessionToken.name);
  const token = sent === undefined ? null : signedToken(sent, secret);
  const user = token === null ? null : await sessionOwner(app.store.db, token, iso(app));
  return user === null || user.disabled === 1 ? null : personOf(user, user.sessionId, address);
}

const personOf = (user: UserTable, sessionId: string, address: string): Person => ({
  kind: "person",
  userId: user.id,
  sessionId,
  role: user.role,
  titles: titlesOf(user.titles),
  name: user.name,
  actor: user.email,
  address,
  grants: grantsOfRole(user.role),
});

/** @throws Problem forbidden: a key, the demo or a wall display has no sessions */
export function personIn(who: Identity): Person {
  if (who.kind !== "person") throw new Problem("forbidden", "only somebody who is signed in has sessions");
  return who;
}

/** The token of a cookie as the library signs it, `token.signature`; null where the signature is not ours. */
function signedToken(sent: string, secret: string): string | null {
  const dot = sent.lastIndexOf(".");
  const token = sent.slice(0, Math.max(0, dot));
  const signature = Buffer.from(sent.slice(dot + 1));
  const ours = Buffer.from(createHmac("sha256", secret).update(token).digest("base64"));
  return signature.length === ours.length && timingSafeEqual(signature, ours) ? token : null;
}
