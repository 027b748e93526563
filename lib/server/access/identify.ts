import {
  anonymous,
  grantsOfRole,
  type Identity,
  nobody,
  type Role,
  titlesOf,
  visitor,
} from "@/lib/domain/access";
import type { App } from "@/lib/server/app";
import { addressOf } from "./address";
import { keyIdentity } from "./keys";
import { badCredentials } from "./limits";

export interface Identified {
  who: Identity;
  /** A key or session was presented that is none, or none any more. */
  refused: "key" | "session" | null;
}

/**
 * Who asks: by key where one is sent, else by session cookie, else whoever may ask without. Nothing else that a request
 * carries says who somebody is.
 *
 * @throws Problem too-many-requests: keys and sessions are being guessed
 */
export async function identified(app: App, headers: Headers): Promise<Identified> {
  const { access, demo } = app.settings();
  const address = addressOf(headers, access.proxies);
  if (demo !== null) return { who: visitor(address), refused: null };
  const open = access.anonymous === "viewer" ? anonymous(address) : nobody(address);
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const [, key] = /^bearer +(\S{1,200}) *$/i.exec(authorization) ?? [];
    const who = key === undefined ? null : await keyIdentity(app, key, address);
    if (who !== null) return { who, refused: null };
    await badCredentials(address);
    return { who: nobody(address), refused: "key" };
  }
  if (!/(?:^|; ?)(?:__Secure-)?greenlight\.session_token=./.test(headers.get("cookie") ?? ""))
    return { who: open, refused: null };
  const who = await personOf(app, headers, address);
  if (who !== null) return { who, refused: null };
  await badCredentials(address);
  return { who: open, refused: "session" };
}

async function personOf(app: App, headers: Headers, address: string): Promise<Identity | null> {
  const found = await app.auth().api.getSession({ headers });
  if (found === null || found.user.disabled) return null;
  const { user, session } = found;
  const role = user.role as Role;
  return {
    kind: "person",
    userId: user.id,
    sessionId: session.id,
    role,
    titles: titlesOf(user.titles),
    name: user.name,
    actor: user.email,
    address,
    grants: grantsOfRole(role),
  };
}
