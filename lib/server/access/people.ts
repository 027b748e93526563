import { administrators, type UserOverview, userOverviews, userRow } from "@/db/queries/access";
import { changeUser, endSessions, keepPassword, keepUser } from "@/db/record/access";
import { appendEvent } from "@/db/record/event";
import type { Tx } from "@/db/schema";
import type { Invited, User, UsersReply } from "@/lib/contract/people";
import { type Identity, type Role, type Title, titlesOf } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { openLink } from "./links";
import { iso } from "./sign-in";

type Asker = Pick<Identity, "actor" | "address">;

export interface NewUser {
  email: string;
  name: string;
  role: Role;
  titles: readonly Title[];
}

/** Everybody with an account. */
export async function usersOf(app: App): Promise<UsersReply> {
  return { users: (await overviews(app)).map(shown) };
}

/** Makes an account with a one-time link to choose a password. @throws Problem impossible-now: there is one already */
export async function userCreated(app: App, wanted: NewUser, asker: Asker): Promise<Invited> {
  const opened = await inTransaction(app, async (tx) => {
    const email = wanted.email.toLowerCase();
    if ((await userRow(tx, { email })) !== null)
      throw new Problem("impossible-now", `${email} has an account already`);
    const titles = wanted.titles.join(" ");
    const id = await keepUser(tx, { email, name: wanted.name, role: wanted.role, titles }, iso(app));
    await noted(app, tx, asker, "access.user.created", email, null, { role: wanted.role, titles });
    return { id, ...(await openLink(app, tx, id)) };
  });
  return withLink(app, opened);
}

/**
 * Changes what somebody may do. Who may not sign in any more, or may do less, is out at once: sessions end.
 *
 * @throws Problem not-found; impossible-now: nobody would be left to administer
 */
export async function userChanged(
  app: App,
  id: string,
  change: {
    role?: Role | undefined;
    titles?: readonly Title[] | undefined;
    disabled?: boolean | undefined;
  },
  asker: Asker,
): Promise<UsersReply> {
  await inTransaction(app, async (tx) => {
    const user = await existing(tx, id);
    const before = { role: user.role, titles: user.titles, disabled: user.disabled };
    const after = {
      role: change.role ?? user.role,
      titles: change.titles === undefined ? user.titles : titlesOf(change.titles.join(" ")).join(" "),
      disabled: change.disabled === undefined ? user.disabled : Number(change.disabled),
    };
    const admins = await administrators(tx);
    if (admins.every((known) => known === id) && (after.role !== "admin" || after.disabled === 1))
      throw new Problem("impossible-now", `${user.email} is the last administrator`);
    await changeUser(tx, id, after, iso(app));
    if (after.disabled === 1) await endSessions(tx, id);
    await noted(app, tx, asker, "access.user.changed", user.email, before, after);
  });
  app.bus.publish(["access"]);
  return usersOf(app);
}

/** Takes the password and all sessions away, and opens a link to choose a new one. @throws Problem not-found */
export async function passwordReset(app: App, id: string, asker: Asker): Promise<Invited> {
  const opened = await inTransaction(app, async (tx) => {
    const user = await existing(tx, id);
    await keepPassword(tx, id, null, iso(app));
    await endSessions(tx, id);
    await noted(app, tx, asker, "access.password.reset", user.email);
    return { id, ...(await openLink(app, tx, id)) };
  });
  return withLink(app, opened);
}

async function existing(tx: Tx, id: string) {
  const user = await userRow(tx, { id });
  if (user === null) throw new Problem("not-found", `there is no user "${id.slice(0, 60)}"`);
  return user;
}

async function withLink(
  app: App,
  { id, link, expiresMs }: { id: string; link: string; expiresMs: number },
): Promise<Invited> {
  app.bus.publish(["access"]);
  const user = (await overviews(app)).find((known) => known.id === id);
  if (user === undefined) throw new Problem("not-found", "this account is gone");
  return { ...shown(user), link, link_until: new Date(expiresMs).toISOString() };
}

const overviews = (app: App): Promise<UserOverview[]> =>
  userOverviews(app.store.db, { iso: iso(app), ms: app.nowMs() });

const shown = (user: UserOverview): User => ({
  id: user.id,
  name: user.name,
  email: user.email,
  role: user.role,
  titles: titlesOf(user.titles),
  disabled: user.disabled === 1,
  invited_until: user.invitedUntilMs === null ? null : new Date(user.invitedUntilMs).toISOString(),
  has_password: user.hasPassword,
  sessions: user.sessions,
  last_signed_in_at: user.lastSignedIn,
  created_at: user.createdAt,
});

const noted = (
  app: App,
  tx: Tx,
  { actor, address }: Asker,
  action: string,
  subject: string,
  before: object | null = null,
  after: object | null = null,
): Promise<void> =>
  appendEvent(tx, {
    atMs: app.nowMs(),
    actor,
    origin: address,
    action,
    subject,
    before: before && JSON.stringify(before),
    after: after && JSON.stringify(after),
  });
