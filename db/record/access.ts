import { randomUUID } from "node:crypto";
import type { Tx } from "@/db/schema";
import type { ApiKeyTable, UserTable } from "@/db/schema-access";

export async function keepKey(tx: Tx, row: ApiKeyTable): Promise<void> {
  await tx.insertInto("api_key").values(row).execute();
}

export async function revokeKey(tx: Tx, id: string, nowMs: number): Promise<void> {
  await tx.updateTable("api_key").set({ revoked_ms: nowMs }).where("id", "=", id).execute();
}

/** Notes when keys were used last, by id. */
export async function keptUse(tx: Tx, uses: ReadonlyMap<string, number>): Promise<void> {
  for (const [id, last_used_ms] of uses)
    await tx.updateTable("api_key").set({ last_used_ms }).where("id", "=", id).execute();
}

/** Makes an account without a password. `iso` is now. @returns its id */
export async function keepUser(
  tx: Tx,
  user: Pick<UserTable, "email" | "name" | "role" | "titles">,
  iso: string,
): Promise<string> {
  const id = randomUUID();
  await tx
    .insertInto("user")
    .values({
      ...user,
      id,
      email: user.email.toLowerCase(),
      emailVerified: 1,
      image: null,
      createdAt: iso,
      updatedAt: iso,
      disabled: 0,
      signedInAt: null,
    })
    .execute();
  return id;
}

export async function changeUser(
  tx: Tx,
  id: string,
  change: Partial<Pick<UserTable, "role" | "titles" | "disabled">>,
  iso: string,
): Promise<void> {
  await tx
    .updateTable("user")
    .set({ ...change, updatedAt: iso })
    .where("id", "=", id)
    .execute();
}

/** Sets a person's password by its hash; null takes it away. */
export async function keepPassword(
  tx: Tx,
  userId: string,
  password: string | null,
  iso: string,
): Promise<void> {
  await tx
    .deleteFrom("account")
    .where("userId", "=", userId)
    .where("providerId", "=", "credential")
    .execute();
  if (password === null) return;
  await tx
    .insertInto("account")
    .values({
      id: randomUUID(),
      accountId: userId,
      providerId: "credential",
      userId,
      password,
      createdAt: iso,
      updatedAt: iso,
    } as never)
    .execute();
}

/** Notes of a person when, and of a session from where, it has begun. `iso` is now. */
export async function keepSignIn(
  tx: Tx,
  { userId, sessionId, address }: { userId: string; sessionId: string; address: string },
  iso: string,
): Promise<void> {
  await tx.updateTable("user").set({ signedInAt: iso }).where("id", "=", userId).execute();
  await tx.updateTable("session").set({ ipAddress: address }).where("id", "=", sessionId).execute();
}

/** Ends sessions of a person: all, or all but one. @returns how many */
export async function endSessions(tx: Tx, userId: string, exceptId: string | null = null): Promise<number> {
  const own = tx.deleteFrom("session").where("userId", "=", userId);
  const ended = exceptId === null ? own : own.where("id", "!=", exceptId);
  return Number((await ended.executeTakeFirst()).numDeletedRows);
}

/** Ends one session of a person. @returns whether there was one */
export async function endSession(tx: Tx, userId: string, id: string): Promise<boolean> {
  const ended = tx.deleteFrom("session").where("userId", "=", userId).where("id", "=", id);
  return (await ended.executeTakeFirst()).numDeletedRows > 0n;
}

/** Takes away what has expired: sessions, and links. */
export async function forgetExpired(tx: Tx, now: { iso: string; ms: number }): Promise<void> {
  await tx.deleteFrom("session").where("expiresAt", "<=", now.iso).execute();
  await tx.deleteFrom("invitation").where("expires_ms", "<=", now.ms).execute();
}

/** Opens a link, in place of any earlier one for the same person (null: the first administrator). */
export async function keepInvitation(
  tx: Tx,
  link: { hash: string; userId: string | null; nowMs: number; expiresMs: number },
): Promise<void> {
  await forgetInvitations(tx, link.userId);
  await tx
    .insertInto("invitation")
    .values({
      hash: link.hash,
      user_id: link.userId,
      created_ms: link.nowMs,
      expires_ms: link.expiresMs,
    })
    .execute();
}

export async function forgetInvitations(tx: Tx, userId: string | null): Promise<void> {
  const open = tx.deleteFrom("invitation");
  await (userId === null ? open.where("user_id", "is", null) : open.where("user_id", "=", userId)).execute();
}
