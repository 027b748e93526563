import Database from "better-sqlite3";
import { ROLES, SCOPES } from "@/lib/domain/access";
import { bearing } from "./access";
import type { BuiltServer } from "./built-server";
import { keyFor, person, revoked, send, sessionOf } from "./people";

export type Headers = Readonly<Record<string, string>>;

/** Somebody of every kind, by what they send: `viewer`, `read key` and so on, and whoever may do nothing any more. */
export async function callers({ url, databaseFile }: BuiltServer): Promise<ReadonlyMap<string, Headers>> {
  const known = new Map<string, Headers>([["nobody", {}]]);
  for (const role of ROLES) {
    known.set(role, (await person(url, `${role}@example.org`, role)).session);
  }
  for (const scope of SCOPES) known.set(`${scope} key`, bearing((await keyFor(url, scope)).key));
  known.set("revoked key", await revokedKey(url));
  known.set("expired key", await expiredKey(url, databaseFile));
  known.set("revoked session", await revokedSession(url));
  known.set("other origin", { ...known.get("admin"), origin: "http://evil.example" });
  return known;
}

async function revokedKey(url: string): Promise<Headers> {
  const { id, key } = await keyFor(url, "admin", "revoked");
  await revoked(url, id);
  return bearing(key);
}

/** One that was made with an hour to live, an hour ago. */
async function expiredKey(url: string, databaseFile: string): Promise<Headers> {
  const { id, key } = await keyFor(url, "admin", "expired");
  const database = new Database(databaseFile);
  database.prepare("update api_key set expires_ms = ? where id = ?").run(Date.now() - 1, id);
  database.close();
  return bearing(key);
}

async function revokedSession(url: string): Promise<Headers> {
  const session = await sessionOf(url, "admin@example.org");
  await send(url, "/api/auth/sign-out", {}, session);
  return session;
}
