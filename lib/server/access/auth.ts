import type { Store } from "@/db/open";
import type { Settings } from "@/lib/server/config-settings";
import { PASSWORD_LENGTH } from "./password";
import { secretOf } from "./secret";

/** So long a session lasts. It is not prolonged by use, so that reading writes nothing. */
const SESSION_S = 7 * 24 * 60 * 60;

/**
 * better-auth for people: passwords, sessions and their cookies. Its routes are not served: our own contracts call it, so
 * that one gate, one form of errors and one audit hold. Limits, roles and accounts are ours. Most commands of the command
 * line have no use for it, and it takes longer to load than all the rest: so it is loaded here.
 *
 * @throws Error in words, at once: what sessions are signed with cannot be read
 */
export const openAuth = (store: Store, settings: Settings) => loaded(store, settings, secretOf(settings));

async function loaded(store: Store, settings: Settings, secret: string) {
  const { betterAuth } = await import("better-auth");
  return betterAuth({
    appName: "Greenlight",
    baseURL: ownUrl(settings),
    secret,
    database: { db: store.db as never, type: "sqlite" },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    user: {
      additionalFields: {
        role: { type: "string", input: false },
        titles: { type: "string", input: false },
        disabled: { type: "boolean", input: false },
      },
    },
    session: { expiresIn: SESSION_S, disableSessionRefresh: true, cookieCache: { enabled: false } },
    // Of an address of IPv6 it would keep the half.
    advanced: { cookiePrefix: "greenlight", ipAddress: { disableIpTracking: true } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}

export type Auth = Awaited<ReturnType<typeof openAuth>>;

/** The address people open, without a slash at its end. */
export const ownUrl = ({ access, host, port }: Pick<Settings, "access" | "host" | "port">): string =>
  access.url?.replace(/\/+$/, "") ?? `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
