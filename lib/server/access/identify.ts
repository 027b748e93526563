import { anonymous, type Identity, nobody, visitor } from "@/lib/domain/access";
import type { App } from "@/lib/server/app";
import { addressOf } from "./address";
import { keyIdentity } from "./keys";
import { sessionPerson } from "./session";

const KEY = /^\S{1,200}$/;
const SESSION = /(?:^|; ?)(?:__Secure-)?greenlight\.session_token=./;

export interface Identified {
  who: Identity;
  /** A key or session was presented that is none, or none any more. */
  refused: "key" | "session" | null;
}

/**
 * Who asks: by key where one is sent, else by session cookie, else whoever may ask without. Nothing else that a request
 * carries says who somebody is; what a proxy asks for before us, such as `Authorization: Basic`, is passed over.
 */
export async function identified(app: App, headers: Headers): Promise<Identified> {
  const { access, demo } = app.settings();
  const address = addressOf(headers, access.proxies);
  if (demo !== null) return { who: visitor(address), refused: null };
  const open = access.anonymous === "viewer" ? anonymous(address) : nobody(address);
  const [, key] = /^bearer\b *(.*)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (key !== undefined) {
    const who = KEY.test(key) ? await keyIdentity(app, key, address) : null;
    return who === null ? { who: nobody(address), refused: "key" } : { who, refused: null };
  }
  if (!SESSION.test(headers.get("cookie") ?? "")) return { who: open, refused: null };
  const who = await sessionPerson(app, headers, address);
  return who === null ? { who: open, refused: "session" } : { who, refused: null };
}
