import type { Db, Tx } from "@/db/schema";
import type { ApiKeyTable, InvitationTable, SessionTable, UserTable } from "@/db/schema-access";

/** A key that has this hash, revoked or not; null where there is none. */
export async function keyByHash(db: Db | Tx, hash: string): Promise<ApiKeyTable | null> {
  const key = db.selectFrom("api_key").selectAll().where("hash", "=", hash);
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

/** Whether somebody can sign in as an administrator, or could with the link that was sent. */
export async function administrators(db: Db | Tx): Promise<string[]> {
  const rows = await db
    .selectFrom("user")
    .select("id")
    .where("role", "=", "admin")
    .where("disabled", "=", 0)
    .execute();
  return rows.map(({ id }) => id);
}

export interface UserOverview extends UserTable {
  hasPassword: boolean;
  sessions: number;
  lastSignedIn: string | null;
  invitedUntilMs: number | null;
}

/** Everybody, by name, with their open sessions and links. `now` in both forms in which times are stored. */
export async function userOverviews(
  db: Db | Tx,
  { iso, ms }: { iso: string; ms: number },
): Promise<UserOverview[]> {
  const users = await db.selectFrom("user").selectAll().orderBy("name").orderBy("email").execute();
  const accounts = await db.selectFrom("account").select(["userId", "password"]).execute();
  const sessions = await db
    .selectFrom("session")
    .select(["userId", "createdAt"])
    .where("expiresAt", ">", iso)
    .execute();
  const links = await db.selectFrom("invitation").selectAll().where("expires_ms", ">", ms).execute();
  return users.map((user) => {
    const own = sessions.filter(({ userId }) => userId === user.id);
    return {
      ...user,
      hasPassword: accounts.some(({ userId, password }) => userId === user.id && password !== null),
      sessions: own.length,
      lastSignedIn:
        own
          .map(({ createdAt }) => createdAt)
          .sort()
          .at(-1) ?? null,
      invitedUntilMs: links.find(({ user_id }) => user_id === user.id)?.expires_ms ?? null,
    };
  });
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
