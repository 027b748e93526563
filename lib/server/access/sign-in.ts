import { passwordHash, userRow } from "@/db/queries/access";
import { endSession, endSessions, keepSignIn } from "@/db/record/access";
import type { Me } from "@/lib/contract/people";
import { type Identity, nobody, type Permission, titlesHeld } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { noteAccess, noteRefusal } from "./audit-refusals";
import { signInTried } from "./limits";
import { iso, noted } from "./note";
import { type Person, sessionPerson } from "./session";

const AGENT_CHARACTERS_MAX = 200;

/** Who knocks, with what was sent. */
export interface Knock {
  headers: Headers;
  who: Identity;
}

export interface Credentials {
  email: string;
  password: string;
}

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

export const meOf = (who: Identity): Me => ({
  kind: who.kind,
  actor: who.actor,
  permissions: [...who.grants] as Permission[],
  titles: [...titlesHeld(who)],
  person:
    who.kind === "person"
      ? { name: who.name, email: who.actor, role: who.role, titles: [...who.titles] }
      : null,
});

/**
 * Begins a session.
 *
 * @throws Problem unauthorised: no such account, another password or a closed account, all told alike;
 * too-many-requests
 */
export async function signedIn(app: App, credentials: Credentials, knock: Knock): Promise<Entered> {
  const { who } = knock;
  const email = credentials.email.toLowerCase();
  const succeeded = await triedToSignIn(app, email, who);
  const entered = await entering(app, credentials, knock);
  if (entered === null) {
    await noteAccess(app, { ...who, action: "access.sign-in.refused", subject: email });
    throw new Problem("unauthorised", "e-mail address or password is wrong");
  }
  await succeeded();
  return entered;
}

/** Counts a try; the first in a minute that is one too many is noted. @throws Problem too-many-requests */
export async function triedToSignIn(app: App, email: string, who: Identity): Promise<() => Promise<void>> {
  try {
    return await signInTried(email, who.address);
  } catch (error) {
    const wanted = { method: "POST", path: "/api/auth/sign-in/email", permission: "open" } as const;
    if (error instanceof Problem) await noteRefusal(app, who, wanted, `${email}: ${error.message}`);
    throw error;
  }
}

/** A session for who knows the password of an open account, in place of the one that asks; null for who does not. */
export async function entering(app: App, credentials: Credentials, knock: Knock): Promise<Entered | null> {
  // The library's own write would stop this process while another one writes: so that is waited for here.
  await inTransaction(app, async () => undefined);
  const user = await userRow(app.store.db, credentials);
  const hash = user && (await passwordHash(app.store.db, user.id));
  const begun = await sessionBegun(app, credentials, knock);
  // The library begins one for a closed account, too.
  if (begun === null && user?.disabled === 1) await inTransaction(app, (tx) => endSessions(tx, user.id));
  if (begun === null) return null;
  const { person, cookie } = begun;
  const open = await inTransaction(app, async (tx) => {
    // An account that was closed, or got another password, since the password was looked at: then nothing has begun.
    const same = hash === (await passwordHash(tx, person.userId));
    if (!same || (await userRow(tx, { id: person.userId }))?.disabled !== 0) {
      await endSession(tx, person.userId, person.sessionId);
      return false;
    }
    if (knock.who.kind === "person") await endSession(tx, knock.who.userId, knock.who.sessionId);
    await keepSignIn(tx, person, iso(app));
    await noted(app, tx, person, "access.signed-in", person.actor);
    return true;
  });
  if (!open) return null;
  app.bus.publish(["access"]);
  return { reply: meOf(person), cookie };
}

async function sessionBegun(
  app: App,
  body: Credentials,
  { headers, who: { address } }: Knock,
): Promise<{ person: Person; cookie: string } | null> {
  const agent = (headers.get("user-agent") ?? "").slice(0, AGENT_CHARACTERS_MAX);
  try {
    const { api } = await app.auth();
    const { headers: set } = await api.signInEmail({
      body,
      headers: new Headers({ "user-agent": agent }),
      returnHeaders: true,
    });
    const [cookie = ""] = set.getSetCookie();
    const person = await sessionPerson(app, new Headers({ cookie: cookie.split(";", 1)[0] ?? "" }), address);
    return person && { person, cookie };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** Told by its name, because the library that was opened is another copy of it than the one this module would import. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  error.name === "APIError" &&
  "statusCode" in error &&
  Number(error.statusCode) < 500;

/** Ends the session that asks, at once and on the server. */
export async function signedOut(app: App, who: Identity): Promise<Entered> {
  if (who.kind === "person") {
    await inTransaction(app, async (tx) => {
      await endSession(tx, who.userId, who.sessionId);
      await noted(app, tx, who, "access.signed-out", who.actor);
    });
    app.bus.publish(["access"]);
  }
  return left(app, who);
}

/** What takes the cookie of a session away. */
export async function left(app: App, { address }: Identity): Promise<Entered> {
  // Without the cookie itself, because the library would delete what we have deleted.
  const { api } = await app.auth();
  const { headers: set } = await api.signOut({ headers: new Headers(), returnHeaders: true });
  return { reply: meOf(nobody(address)), cookie: set.getSetCookie()[0] ?? "" };
}
