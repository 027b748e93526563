import { hash, randomBytes } from "node:crypto";
import { administrators, invitationRow, userRow } from "@/db/queries/access";
import { keepInvitation } from "@/db/record/access";
import type { Db, Tx } from "@/db/schema";
import type { UserTable } from "@/db/schema-access";
import type { App } from "@/lib/server/app";
import { ownUrl } from "./auth";

const HOUR_MS = 60 * 60 * 1000;
const LINK_MS = 72 * HOUR_MS;

/** 256 random bits, so a plain hash keeps a token. */
const linkHash = (token: string): string => hash("sha256", token);

export interface OpenedLink {
  link: string;
  expiresMs: number;
}

/** Opens a one-time link for a person, or for the first administrator (null). The token is kept only as its hash. */
export async function openLink(app: App, tx: Tx, userId: string | null): Promise<OpenedLink> {
  const token = randomBytes(32).toString("base64url");
  const nowMs = app.nowMs();
  const expiresMs = nowMs + LINK_MS;
  await keepInvitation(tx, { hash: linkHash(token), userId, nowMs, expiresMs });
  return { link: `${ownUrl(app.settings())}/welcome?token=${token}`, expiresMs };
}

/** What a link is for: the first administrator, or a person who is to choose a password. */
export type Purpose = { kind: "first" } | { kind: "person"; user: UserTable };

/** What a link is for; null where it was used, has expired, never was one, or is for nothing any more. */
export async function linkPurpose(db: Db | Tx, token: string, nowMs: number): Promise<Purpose | null> {
  const row = await invitationRow(db, linkHash(token));
  if (row === null || row.expires_ms <= nowMs) return null;
  if (row.user_id === null) return (await administrators(db, nowMs)).length === 0 ? { kind: "first" } : null;
  const user = await userRow(db, { id: row.user_id });
  return user === null || user.disabled === 1 ? null : { kind: "person", user };
}

/** Whether nobody can administer yet. */
export const setupNeeded = async (app: App): Promise<boolean> =>
  (await administrators(app.store.db, app.nowMs())).length === 0;
