import { APIError } from "better-auth/api";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { passwordHash, sessionRows, userRow } from "@/db/queries/access";
import { endSession, endSessions, forgetInvitations, keepPassword, keepUser } from "@/db/record/access";
import { appendEvent } from "@/db/record/event";
import type { Tx } from "@/db/schema";
import type { Me, SessionsReply } from "@/lib/contract/people";
import { type Identity, nobody, type Permission } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { noteAccess } from "./audit-refusals";
import { ADDRESS_HEADER } from "./auth";
import { identified } from "./identify";
import { signInTried } from "./limits";
import { linkPurpose } from "./links";
import { checkPassword } from "./password";

/** An answer that also sets, or takes away, the cookie of a session. */
export interface Entered {
  reply: Me;
  cookie: string;
}

/** As an answer of HTTP. */
export async function withCookie(entering: Promise<Entered>) {
  const { reply, cookie } = await entering;
  return { reply, headers: { "set-cookie": cookie } };
}

type Person = Extract<Identity, { kind: "person" }>;

export const meOf = (who: Identity): Me => ({
  kind: who.kind,
  actor: who.actor,
  permissions: [...who.grants] as Permission[],
  person:
    who.kind === "person"
      ? { name: who.name, email: who.actor, role: who.role, titles: [...who.titles] }
      : null,
});

/** @throws Problem forbidden: a key, the demo or a wall display has no sessions */
export function personIn(who: Identity): Person {
  if (who.kind !== "person") throw new Problem("forbidden", "only somebody who is signed in has sessions");
  return who;
}

/**
 * Begins a session.
 *
 * @throws Problem unauthorised: no such account, another password or a closed account, all told alike;
 * too-many-requests
 */
export async function signedIn(
  app: App,
  { email, password }: { email: string; password: string },
  { headers, who }: { headers: Headers; who: Identity },
): Promise<Entered> {
  const { address } = who;
  const succeeded = await signInTried(email, address);
  const entered = await begun(app, { email, password }, { headers, address });
  if (entered === null) {
    await noteAccess(app, {
      actor: "nobody",
      address,
      action: "access.sign-in.refused",
      subject: email.toLowerCase(),
    });
    throw new Problem("unauthorised", "e-mail address or password is wrong");
  }
  await succeeded();
  await noteAccess(app, {
    actor: entered.reply.actor,
    address,
    action: "access.signed-in",
    subject: entered.reply.actor,
  });
  app.bus.publish(["access"]);
  return entered;
}

/** A session for who knows the password; null for who does not. */
async function begun(
  app: App,
  { email, password }: { email: string; password: string },
  { headers, address }: { headers: Headers; address: string },
): Promise<Entered | null> {
  // The library's own write would stop this process while another one writes: so that is waited for here.
  await inTransaction(app, async () => undefined);
  const user = await userRow(app.store.db, { email });
  try {
    const { headers: set } = await app.auth().api.signInEmail({
      body: { email, password },
      headers: new Headers({
        "user-agent": (headers.get("user-agent") ?? "").slice(0, 200),
        [ADDRESS_HEADER]: address,
      }),
      returnHeaders: true,
    });
    if (user?.disabled === 1) {
      await inTransaction(app, (tx) => endSessions(tx, user.id));
      return null;
    }
    const cookie = set.getSetCookie()[0] ?? "";
    const asked = new Headers(headers);
    asked.set("cookie", cookie.split(";", 1)[0] ?? "");
    asked.delete("authorization");
    const { who } = await identified(app, asked);
    return { reply: meOf(who), cookie };
  } catch (error) {
    if (error instanceof APIError) return null;
    throw error;
  }
}

/** Ends the session that asks, at once and on the server. */
export async function signedOut(app: App, headers: Headers, who: Identity): Promise<Entered> {
  if (who.kind === "person") {
    const { userId, sessionId, actor, address } = who;
    await inTransaction(app, async (tx) => {
      await endSession(tx, userId, sessionId);
      await noted(app, tx, { actor, address }, "access.signed-out", actor);
    });
    app.bus.publish(["access"]);
  }
  const { headers: set } = await app.auth().api.signOut({ headers, returnHeaders: true });
  return { reply: meOf(nobody(who.address)), cookie: set.getSetCookie()[0] ?? "" };
}

/** Changes one's own password; every session of that person ends. @throws Problem forbidden, bad-input, too-many-requests */
export async function passwordChanged(
  app: App,
  { current_password, new_password }: { current_password: string; new_password: string },
  { headers, who }: { headers: Headers; who: Identity },
): Promise<Entered> {
  const { userId, actor, address } = personIn(who);
  const succeeded = await signInTried(actor, address);
  const stored = await passwordHash(app.store.db, userId);
  if (stored === null || !(await verifyPassword({ hash: stored, password: current_password })))
    throw new Problem("bad-input", "current_password: this is not your password");
  await succeeded();
  checkPassword(new_password, actor);
  const hashed = await hashPassword(new_password);
  await inTransaction(app, async (tx) => {
    await keepPassword(tx, userId, hashed, iso(app));
    await endSessions(tx, userId);
    await noted(app, tx, { actor, address }, "access.password.changed", actor);
  });
  app.bus.publish(["access"]);
  return signedOut(app, headers, nobody(address));
}

/**
 * Uses a one-time link: its person gets the password, and a session; for the first administrator the account, too.
 *
 * @throws Problem not-found: the link was used, has expired or never was; bad-input
 */
export async function welcomed(
  app: App,
  asked: { token: string; password: string; name?: string | undefined; email?: string | undefined },
  { headers, who }: { headers: Headers; who: Identity },
): Promise<Entered> {
  const { address } = who;
  const succeeded = await signInTried("one-time link", address);
  const purpose = await linkPurpose(app.store.db, asked.token, app.nowMs());
  if (purpose === null)
    throw new Problem("not-found", "this link was used already, has expired, or never was one");
  await succeeded();
  const email = purpose.kind === "person" ? purpose.user.email : asked.email;
  const { name } = asked;
  if (email === undefined || (purpose.kind === "first" && name === undefined))
    throw new Problem("bad-input", "name and email: the first administrator needs both");
  checkPassword(asked.password, email);
  const hashed = await hashPassword(asked.password);
  await inTransaction(app, async (tx) => {
    // Asked again with the lock held: of two who use one link, one gets in.
    if ((await linkPurpose(tx, asked.token, app.nowMs())) === null)
      throw new Problem("not-found", "this link was used already");
    const first = { email, name: name ?? "", role: "admin", titles: "" } as const;
    const userId = purpose.kind === "person" ? purpose.user.id : await keepUser(tx, first, iso(app));
    await keepPassword(tx, userId, hashed, iso(app));
    await endSessions(tx, userId);
    await forgetInvitations(tx, purpose.kind === "person" ? userId : null);
    const action = purpose.kind === "person" ? "access.password.chosen" : "access.user.created";
    await noted(app, tx, { actor: email.toLowerCase(), address }, action, email.toLowerCase());
  });
  app.bus.publish(["access"]);
  return signedIn(app, { email, password: asked.password }, { headers, who });
}

/** One's own sessions. @throws Problem forbidden */
export async function sessionsOf(app: App, who: Identity): Promise<SessionsReply> {
  const { userId, sessionId } = personIn(who);
  const rows = await sessionRows(app.store.db, userId, iso(app));
  return {
    sessions: rows.map(({ id, createdAt, expiresAt, ipAddress, userAgent }) => ({
      id,
      current: id === sessionId,
      created_at: createdAt,
      expires_at: expiresAt,
      address: ipAddress || null,
      agent: userAgent || null,
    })),
  };
}

/** Ends one of one's own sessions. @throws Problem forbidden, not-found */
export async function sessionRevoked(app: App, id: string, who: Identity): Promise<SessionsReply> {
  const { userId, actor, address } = personIn(who);
  await inTransaction(app, async (tx) => {
    if (!(await endSession(tx, userId, id))) throw new Problem("not-found", "this session has ended already");
    await noted(app, tx, { actor, address }, "access.session.revoked", actor);
  });
  app.bus.publish(["access"]);
  return sessionsOf(app, who);
}

/** Ends all of one's own sessions but this one. @throws Problem forbidden */
export async function otherSessionsRevoked(app: App, who: Identity): Promise<SessionsReply> {
  const { userId, sessionId, actor, address } = personIn(who);
  await inTransaction(app, async (tx) => {
    await endSessions(tx, userId, sessionId);
    await noted(app, tx, { actor, address }, "access.sessions.revoked", actor);
  });
  app.bus.publish(["access"]);
  return sessionsOf(app, who);
}

export const iso = (app: App): string => new Date(app.nowMs()).toISOString();

const noted = (
  app: App,
  tx: Tx,
  { actor, address }: { actor: string; address: string },
  action: string,
  subject: string,
): Promise<void> => appendEvent(tx, { atMs: app.nowMs(), actor, origin: address, action, subject });
