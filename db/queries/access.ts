import type { Db, Tx } from "@/db/schema";
import type { ApiKeyTable, InvitationTable, SessionTable, UserTable } from "@/db/schema-access";

/** A key that has this hash, revoked or not; null where there is none. */
export async function keyByHash(db: Db | Tx, hash: string): Promise<ApiKeyTable | null> {
  const key = db.selectFrom("api_key").selectAll().where("hash", "=", hash);
  return (await key.executeTakeFirst()) ?? null;
}

export async function keyRow(db: Db | Tx, id: string): Promise<ApiKeyTable | null> {
  const key = db.selectFrom("api_key").selectAll().where("id", "=", id);
  return (await key.executeTakeFirst()) ?? null;
}

/** All keys, newest first. */
export const keyRows = (db: Db | Tx): Promise<ApiKeyTable[]> =>
  db.selectFrom("api_key").selectAll().orderBy("created_ms", "desc").orderBy("id").execute();

export async function userRow(
  db: Db | Tx,
  by: { id: string } | { email: string },
): Promise<UserTable | null> {
  const user = db.selectFrom("user").selectAll();
  const found = "id" in by ? user.where("id", "=", by.id) : user.where("email", "=", by.email.toLowerCase());
  return (await found.executeTakeFirst()) ?? null;
}

export interface Administrator {
  id: string;
  hasPassword: boolean;
}

/** Who can sign in as an administrator, or could with a link that is open. */
export async function administrators(db: Db | Tx, nowMs: number): Promise<Administrator[]> {
  const rows = await db
    .selectFrom("user")
    .leftJoin("account", (join) =>
      join.onRef("account.userId", "=", "user.id").on("account.password", "is not", null),
    )
    .leftJoin("invitation", (join) =>
      join.onRef("invitation.user_id", "=", "user.id").on("invitation.expires_ms", ">", nowMs),
    )
    .select(["user.id", "account.password", "invitation.hash as link"])
    .where("user.role", "=", "admin")
    .where("user.disabled", "=", 0)
    .execute();
  return rows
    .filter(({ password, link }) => password !== null || link !== null)
    .map(({ id, password }) => ({ id, hasPassword: password !== null }));
}

export interface UserOverview extends UserTable {
  hasPassword: boolean;
  sessions: number;
  invitedUntilMs: number | null;
}

/** Everybody, by name, with their open sessions and links. `now` in both forms in which times are stored. */
export async function userOverviews(
  db: Db | Tx,
  { iso, ms }: { iso: string; ms: number },
): Promise<UserOverview[]> {
  const users = await db.selectFrom("user").selectAll().orderBy("name").orderBy("email").execute();
  const accounts = await db.selectFrom("account").select(["userId", "password"]).execute();
  const sessions = await db.selectFrom("session").select("userId").where("expiresAt", ">", iso).execute();
  const links = await db.selectFrom("invitation").selectAll().where("expires_ms", ">", ms).execute();
  return users.map((user) => ({
    ...user,
    hasPassword: accounts.some(({ userId, password }) => userId === user.id && password !== null),
    sessions: sessions.filter(({ userId }) => userId === user.id).length,
    invitedUntilMs: links.find(({ user_id }) => user_id === user.id)?.expires_ms ?? null,
  }));
}

/** Whose session a token belongs to; null where it belongs to none that is open. `iso` is now. */
export async function sessionOwner(
  db: Db | Tx,
  token: string,
  iso: string,
): Promise<(UserTable & { sessionId: string }) | null> {
  const session = db
    .selectFrom("session")
    .innerJoin("user", "user.id", "session.userId")
    .selectAll("user")
    .select("session.id as sessionId")
    .where("session.token", "=", token)
    .where("session.expiresAt", ">", iso);
  return (await session.executeTakeFirst()) ?? null;
}

/** The sessions of one person that have not expired, newest first. */
export const sessionRows = (db: Db | Tx, userId: string, iso: string): Promise<SessionTable[]> =>
  db
    .selectFrom("session")
    .selectAll()
    .where("userId", "=", userId)
    .where("expiresAt", ">", iso)
    .orderBy("createdAt", "desc")
    .execute();

/** The stored hash of a person's password; null where there is none yet. */
export async function passwordHash(db: Db | Tx, userId: string): Promise<string | null> {
  const account = db
    .selectFrom("account")
    .select("password")
    .where("userId", "=", userId)
    .where("providerId", "=", "credential");
  return (await account.executeTakeFirst())?.password ?? null;
}

export async function invitationRow(db: Db | Tx, hash: string): Promise<InvitationTable | null> {
  const row = db.selectFrom("invitation").selectAll().where("hash", "=", hash);
  return (await row.executeTakeFirst()) ?? null;
}
