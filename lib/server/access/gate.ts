import { type Identity, may, type Permission } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { addressOf, blockOf } from "./address";
import { noteRefusal } from "./audit-refusals";
import { identified } from "./identify";
import { badKey, pageWaitS, requested } from "./limits";

/** What somebody wants to do: an operation, under the path of its contract. */
export interface Wanted {
  method: string;
  path: string;
  permission: Permission;
}

/**
 * The one gate: who asks, if that may do it.
 *
 * @throws Problem unauthorised: not known who asks; forbidden: known, and may not; too-many-requests
 */
export async function admitted(app: App, wanted: Wanted, headers: Headers): Promise<Identity> {
  const { who, refused } = await identified(app, headers);
  const permission = neededFor(app, wanted);
  if (!UNCOUNTED.has(wanted.path)) await requested(callerOf(who), app.settings().access.requestsPerMinute);
  if (refused === "key") await badKey(who.address);
  if (refused === "key" && permission !== "open") {
    await noteRefusal(app, who, wanted, "a key that is none, is revoked or has expired");
    throw new Problem("unauthorised", "this key is none, is revoked or has expired");
  }
  if (may(who, permission)) return who;
  if (who.kind === "nobody" || (who.kind === "anonymous" && permission !== "read")) {
    await noteRefusal(app, who, wanted, "not signed in");
    throw new Problem(
      "unauthorised",
      refused === "session"
        ? "your session has ended: sign in again"
        : "sign in, or send a key: Authorization: Bearer gl_…",
    );
  }
  await noteRefusal(app, who, wanted, `may not ${permission}`);
  throw new Problem("forbidden", `${who.actor} may ${wordsOf(who)}; this needs "${permission}"`);
}

/** Counts a page of whoever sent these headers. @returns in how many seconds it may be asked for again; null: now */
export function pageAsked(app: App, headers: Headers): Promise<number | null> {
  const { proxies, requestsPerMinute } = app.settings().access;
  return pageWaitS(addressOf(headers, proxies), requestsPerMinute);
}

/** Who watches whether the process lives must not be told that it asks too often: it would end the process. */
const UNCOUNTED: ReadonlySet<string> = new Set(["/livez", "/readyz"]);

const neededFor = (app: App, { path, permission }: Wanted): Permission =>
  path === "/metrics" && app.settings().metrics === "public" ? "open" : permission;

const wordsOf = ({ grants }: Identity): string =>
  grants
    .filter((grant) => grant !== "open")
    .map((grant) => `"${grant}"`)
    .join(", ");

function callerOf(who: Identity): string {
  if (who.kind === "key") return `key ${who.keyId}`;
  if (who.kind === "person") return `session ${who.sessionId}`;
  return `address ${blockOf(who.address)}`;
}
