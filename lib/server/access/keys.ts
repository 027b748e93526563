import { hash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { keyByHash, keyRow, keyRows } from "@/db/queries/access";
import { keepKey, keptUse, revokeKey } from "@/db/record/access";
import type { ApiKeyTable } from "@/db/schema-access";
import type { KeyCreated, KeysReply } from "@/lib/contract/keys";
import { grantsOfScope, type Identity, type Scope } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { remember } from "@/lib/server/remember";
import { inTransaction } from "@/lib/server/storage";
import { type Asker, noted } from "./note";

/** 256 random bits: nothing to guess, so a plain hash keeps it. */
const SECRET_BYTES = 32;
const HINT_LENGTH = 9;

/** The key of the environment has this name in the log. */
const BOOTSTRAP = "bootstrap";

const hashOf = (key: string): string => hash("sha256", key);

/**
 * Makes a key. The one moment at which it can be read.
 *
 * @throws Problem bad-input; impossible-now: a key of this name is active, and the log could not tell the two apart
 */
export async function keyCreated(
  app: App,
  { name, scope, expires_at }: { name: string; scope: Scope; expires_at: string | null },
  asker: Asker,
): Promise<KeyCreated> {
  const key = `gl_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  const nowMs = app.nowMs();
  const expiresMs = expires_at === null ? null : Date.parse(expires_at);
  if (expiresMs !== null && expiresMs <= nowMs)
    throw new Problem("bad-input", "expires_at: a moment to come");
  if (sameName(name, BOOTSTRAP))
    throw new Problem("bad-input", `name: "${BOOTSTRAP}" is the key of the environment`);
  const row = {
    id: randomUUID(),
    name,
    scope,
    hint: key.slice(0, HINT_LENGTH),
    hash: hashOf(key),
    created_ms: nowMs,
    created_by: asker.actor,
    expires_ms: expiresMs,
    last_used_ms: null,
    revoked_ms: null,
  };
  await inTransaction(app, async (tx) => {
    const taken = (await keyRows(tx)).some(
      (known) => sameName(known.name, name) && stateOf(known, nowMs) === "active",
    );
    if (taken) throw new Problem("impossible-now", `there is an active key "${name}" already`);
    await keepKey(tx, row);
    const after = { id: row.id, scope, expires_at: timeOf(expiresMs) };
    await noted(app, tx, asker, "access.key.created", name, { after });
  });
  app.bus.publish(["access"]);
  return { ...shown(row, nowMs), key };
}

/** @throws Problem not-found; impossible-now: it is revoked already */
export async function revoke(app: App, id: string, asker: Asker): Promise<KeysReply> {
  const nowMs = app.nowMs();
  await inTransaction(app, async (tx) => {
    const row = await keyRow(tx, id);
    if (row === null) throw new Problem("not-found", `there is no key "${id.slice(0, 60)}"`);
    if (row.revoked_ms !== null)
      throw new Problem("impossible-now", `the key "${row.name}" is revoked already`);
    await revokeKey(tx, id, nowMs);
    const before = { id, scope: row.scope, expires_at: timeOf(row.expires_ms) };
    await noted(app, tx, asker, "access.key.revoked", row.name, { before });
  });
  app.bus.publish(["access"]);
  return keysOf(app);
}

/** All keys, newest first; what was used since the last time it was written down stands in it, too. */
export async function keysOf(app: App): Promise<KeysReply> {
  const nowMs = app.nowMs();
  const used = unwritten();
  const rows = await keyRows(app.store.db);
  return {
    bootstrap: app.settings().apiKey !== null,
    keys: rows.map((row) => shown({ ...row, last_used_ms: used.get(row.id) ?? row.last_used_ms }, nowMs)),
  };
}

/** Who presents this key; null where it is none, is revoked or has expired. */
export async function keyIdentity(app: App, key: string, address: string): Promise<Identity | null> {
  const found = hashOf(key);
  const { apiKey } = app.settings();
  if (apiKey !== null && timingSafeEqual(Buffer.from(found), Buffer.from(hashOf(apiKey))))
    return {
      kind: "key",
      keyId: BOOTSTRAP,
      actor: `key:${BOOTSTRAP}`,
      address,
      grants: grantsOfScope("admin"),
    };
  const row = await keyByHash(app.store.db, found);
  const nowMs = app.nowMs();
  if (row === null || stateOf(row, nowMs) !== "active") return null;
  unwritten().set(row.id, nowMs);
  return { kind: "key", keyId: row.id, actor: `key:${row.name}`, address, grants: grantsOfScope(row.scope) };
}

const unwritten = () => remember("key-uses", () => new Map<string, number>());

/** Writes down when keys were used last: seldom, so that no request waits for it. */
export async function writeKeyUses(app: App): Promise<void> {
  const uses = unwritten();
  if (uses.size === 0) return;
  const writing = new Map(uses);
  await inTransaction(app, (tx) => keptUse(tx, writing));
  for (const [id, atMs] of writing) if (uses.get(id) === atMs) uses.delete(id);
  app.bus.publish(["access"]);
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

function stateOf({ revoked_ms, expires_ms }: Pick<ApiKeyTable, "revoked_ms" | "expires_ms">, nowMs: number) {
  if (revoked_ms !== null) return "revoked" as const;
  return expires_ms !== null && expires_ms <= nowMs ? ("expired" as const) : ("active" as const);
}

const shown = (row: ApiKeyTable, nowMs: number): KeysReply["keys"][number] => ({
  id: row.id,
  name: row.name,
  scope: row.scope,
  hint: row.hint,
  state: stateOf(row, nowMs),
  created_at: new Date(row.created_ms).toISOString(),
  created_by: row.created_by,
  expires_at: timeOf(row.expires_ms),
  last_used_at: timeOf(row.last_used_ms),
});
