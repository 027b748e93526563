import { userInfo } from "node:os";
import { hashPassword } from "better-auth/crypto";
import { userRow } from "@/db/queries/access";
import type { KeysReply } from "@/lib/contract/keys";
import type { Invited, User } from "@/lib/contract/people";
import type { Scope } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import { keyCreated, keysOf, revoke } from "./access/keys";
import type { Asker } from "./access/note";
import { checkPassword } from "./access/password";
import { type NewUser, passwordReset, userCreated, userCreatedWith, usersOf } from "./access/people";
import type { App } from "./app";
import type { Outcome } from "./commands";

/** Whoever may write the database may do all of this: who that was is told by the system. */
function operator(): Asker {
  try {
    return { actor: "cli", address: `local:${userInfo().username}` };
  } catch {
    return { actor: "cli", address: "local" }; // a user without a name, as in containers
  }
}

/** `greenlight user add EMAIL`: with a link to choose a password, or with a password that is given. */
export const addUser = (app: App, wanted: NewUser, password: string | null): Promise<Outcome> =>
  told(async () => {
    if (password === null) return invitation(await userCreated(app, wanted, operator()));
    checkPassword(password, wanted.email);
    const user = await userCreatedWith(app, wanted, await hashPassword(password), operator());
    return { value: user, lines: [`${user.email} may sign in as ${user.role}`] };
  });

/** `greenlight user reset EMAIL`: for who lost the password; the old one and every session end. */
export const resetUser = (app: App, email: string): Promise<Outcome> =>
  told(async () => {
    const user = await userRow(app.store.db, { email });
    if (user === null) throw new Problem("not-found", `there is no account ${email}`);
    return invitation(await passwordReset(app, user.id, operator()));
  });

const invitation = (invited: Invited) => ({
  value: invited,
  lines: [
    `${invited.email} may sign in as ${invited.role} with a password chosen here, once, until ${invited.link_until}:`,
    invited.link,
  ],
});

/** `greenlight user list` */
export const listUsers = (app: App): Promise<Outcome> =>
  told(async () => {
    const reply = await usersOf(app);
    const rows = reply.users.map((user) => [
      user.email,
      user.role,
      user.titles.join(" ") || "-",
      stateOf(user),
    ]);
    return { value: reply, lines: rows.length === 0 ? ["nobody has an account"] : aligned(rows) };
  });

function stateOf({ disabled, has_password, invited_until, last_signed_in_at }: User): string {
  if (disabled) return "may not sign in";
  if (invited_until !== null) return `invited until ${invited_until}`;
  if (!has_password) return "has no password, and no link is open";
  return last_signed_in_at === null ? "has never signed in" : `last signed in ${last_signed_in_at}`;
}

/** `greenlight key create NAME`: the one time that the key is told. */
export const createKey = (
  app: App,
  wanted: { name: string; scope: Scope },
  lastsMs: number | null,
): Promise<Outcome> =>
  told(async () => {
    const expires_at = lastsMs === null ? null : new Date(app.nowMs() + lastsMs).toISOString();
    const created = await keyCreated(app, { ...wanted, expires_at }, operator());
    return { value: created, lines: [created.key] };
  });

/** `greenlight key list` */
export const listKeys = (app: App): Promise<Outcome> =>
  told(async () => {
    const reply = await keysOf(app);
    const rows = reply.keys.map((key) => [
      key.name,
      key.scope,
      `${key.hint}…`,
      key.state,
      ...times(key),
      key.id,
    ]);
    const bootstrap = reply.bootstrap ? ["GREENLIGHT_API_KEY is set: a key with all rights"] : [];
    return {
      value: reply,
      lines: [...bootstrap, ...(rows.length === 0 ? ["there are no keys"] : aligned(rows))],
    };
  });

const times = ({ expires_at, last_used_at }: KeysReply["keys"][number]): string[] => [
  expires_at === null ? "never expires" : `expires ${expires_at}`,
  last_used_at === null ? "never used" : `last used ${last_used_at}`,
];

/** `greenlight key revoke NAME|ID`: of keys of one name at most one is active, and that is meant. */
export const revokeKey = (app: App, named: string): Promise<Outcome> =>
  told(async () => {
    const { keys } = await keysOf(app);
    const so = keys.filter(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase());
    const key = so.find(({ state }) => state === "active") ?? so[0];
    if (key === undefined) throw new Problem("not-found", `there is no key "${named}"`);
    await revoke(app, key.id, operator());
    return {
      value: { id: key.id, name: key.name, scope: key.scope },
      lines: [`${key.name} (${key.scope}) is revoked`],
    };
  });

/** What was refused is an answer, too. */
async function told(work: () => Promise<Omit<Outcome, "done">>): Promise<Outcome> {
  try {
    return { done: true, ...(await work()) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { done: false, value: { error: error.message, code: error.code }, lines: [error.message] };
  }
}

/** Rows of equally many cells, each column as wide as its widest. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
