import { administrators, type UserOverview, userOverviews, userRow } from "@/db/queries/access";
import { changeUser, endSessions, forgetInvitations, keepPassword, keepUser } from "@/db/record/access";
import type { Tx } from "@/db/schema";
import type { UserTable } from "@/db/schema-access";
import type { Invited, User, UsersReply } from "@/lib/contract/people";
import { type Role, TITLES, type Title, titlesOf } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { type OpenedLink, openLink } from "./links";
import { type Asker, iso, noted } from "./note";

export interface NewUser {
  email: string;
  name: string;
  role: Role;
  titles: readonly Title[];
}

interface Change {
  role?: Role | undefined;
  titles?: readonly Title[] | undefined;
  disabled?: boolean | undefined;
}

/** Everybody with an account. */
export async function usersOf(app: App): Promise<UsersReply> {
  return { users: (await overviews(app)).map(shown) };
}

/** Makes an account with a one-time link to choose a password. @throws Problem impossible-now: there is one already */
export async function userCreated(app: App, wanted: NewUser, asker: Asker): Promise<Invited> {
  const opened = await inTransaction(app, async (tx) => {
    const id = await newUser(app, tx, wanted, asker);
    return { id, ...(await openLink(app, tx, id)) };
  });
  return withLink(app, opened);
}

/** Makes an account with a password, given by its hash. @throws Problem impossible-now: there is one already */
export async function userCreatedWith(
  app: App,
  wanted: NewUser,
  passwordHash: string,
  asker: Asker,
): Promise<User> {
  const id = await inTransaction(app, async (tx) => {
    const made = await newUser(app, tx, wanted, asker);
    await keepPassword(tx, made, passwordHash, iso(app));
    return made;
  });
  app.bus.publish(["access"]);
  return shown(await overview(app, id));
}

async function newUser(app: App, tx: Tx, wanted: NewUser, asker: Asker): Promise<string> {
  const email = wanted.email.toLowerCase();
  if ((await userRow(tx, { email })) !== null)
    throw new Problem("impossible-now", `${email} has an account already`);
  const { name, role } = wanted;
  const titles = TITLES.filter((title) => wanted.titles.includes(title));
  const id = await keepUser(tx, { email, name, role, titles: titles.join(" ") }, iso(app));
  await noted(app, tx, asker, "access.user.created", email, { after: { name, role, titles } });
  return id;
}

/**
 * Changes what somebody may do, which holds from the next request on. Who may not sign in any more is out at once:
 * sessions end, and an open link is void.
 *
 * @throws Problem not-found; impossible-now: nobody could sign in any more to administer
 */
export async function userChanged(app: App, id: string, change: Change, asker: Asker): Promise<UsersReply> {
  await inTransaction(app, async (tx) => {
    const user = await existing(tx, id);
    const before = rightsOf(user);
    const after = {
      role: change.role ?? before.role,
      titles:
        change.titles === undefined
          ? before.titles
          : TITLES.filter((title) => change.titles?.includes(title)),
      disabled: change.disabled ?? before.disabled,
    };
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (after.role !== "admin" || after.disabled) await checkOthersAdminister(app, tx, user);
    const { role, titles, disabled } = after;
    await changeUser(tx, id, { role, titles: titles.join(" "), disabled: Number(disabled) }, iso(app));
    if (disabled) {
      await endSessions(tx, id);
      await forgetInvitations(tx, id);
    }
    await noted(app, tx, asker, "access.user.changed", user.email, { before, after });
  });
  app.bus.publish(["access"]);
  return usersOf(app);
}

const rightsOf = ({ role, titles, disabled }: UserTable) => ({
  role,
  titles: titlesOf(titles),
  disabled: disabled === 1,
});

/** An invited administrator may never come: so one with a password has to stay. */
async function checkOthersAdminister(app: App, tx: Tx, { id, email }: UserTable): Promise<void> {
  const admins = await administrators(tx, app.nowMs());
  const isOne = admins.some((admin) => admin.id === id);
  if (isOne && !admins.some((admin) => admin.id !== id && admin.hasPassword))
    throw new Problem("impossible-now", `${email} is the last administrator who can sign in`);
}

/**
 * Takes the password and all sessions away, and opens a link to choose a new one.
 *
 * @throws Problem not-found; impossible-now: the account is closed, or one's own
 */
export async function passwordReset(app: App, id: string, asker: Asker): Promise<Invited> {
  const opened = await inTransaction(app, async (tx) => {
    const { email, disabled } = await existing(tx, id);
    if (disabled === 1) throw new Problem("impossible-now", `${email} may not sign in; allow that first`);
    if (email === asker.actor)
      throw new Problem("impossible-now", "one's own password is changed, not reset: the link could be lost");
    await keepPassword(tx, id, null, iso(app));
    const sessions = await endSessions(tx, id);
    await noted(app, tx, asker, "access.password.reset", email, { before: { sessions } });
    return { id, ...(await openLink(app, tx, id)) };
  });
  return withLink(app, opened);
}

async function existing(tx: Tx, id: string): Promise<UserTable> {
  const user = await userRow(tx, { id });
  if (user === null) throw new Problem("not-found", `there is no user "${id.slice(0, 60)}"`);
  return user;
}

async function withLink(app: App, { id, link, expiresMs }: OpenedLink & { id: string }): Promise<Invited> {
  app.bus.publish(["access"]);
  return { ...shown(await overview(app, id)), link, link_until: new Date(expiresMs).toISOString() };
}

async function overview(app: App, id: string): Promise<UserOverview> {
  const user = (await overviews(app)).find((known) => known.id === id);
  if (user === undefined) throw new Problem("not-found", "this account is gone");
  return user;
}

const overviews = (app: App): Promise<UserOverview[]> =>
  userOverviews(app.store.db, { iso: iso(app), ms: app.nowMs() });

const shown = (user: UserOverview): User => ({
  id: user.id,
  name: user.name,
  email: user.email,
  ...rightsOf(user),
  invited_until: user.invitedUntilMs === null ? null : new Date(user.invitedUntilMs).toISOString(),
  has_password: user.hasPassword,
  sessions: user.sessions,
  last_signed_in_at: user.signedInAt,
  created_at: user.createdAt,
});
