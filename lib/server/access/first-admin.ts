import { hashPassword } from "better-auth/crypto";
import { administrators, userRow } from "@/db/queries/access";
import { forgetExpired, keepPassword, keepUser } from "@/db/record/access";
import { appendEvent } from "@/db/record/event";
import { Problem } from "@/lib/domain/problem";
import { type App, BadSettings } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { openLink } from "./links";
import { checkPassword } from "./password";
import { iso } from "./sign-in";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/**
 * Sees that somebody can administer, at every start: the account of GREENLIGHT_ADMIN_EMAIL is made where there is no
 * administrator yet, else a one-time setup link, which is what this answers.
 *
 * @throws BadSettings: there is none, and others than this machine could reach the server; a password that will not do
 */
export async function firstAdministrator(app: App): Promise<string | null> {
  if (app.settings().demo !== null) return null;
  await inTransaction(app, (tx) => forgetExpired(tx, { iso: iso(app), ms: app.nowMs() }));
  if ((await administrators(app.store.db)).length > 0) return null;
  const { admin, host } = app.settings();
  if (admin !== null) return created(app, admin);
  if (!LOOPBACK.test(host)) {
    throw new BadSettings(
      `HOST: found "${host}", allowed is a loopback address while there is no administrator: ` +
        "set GREENLIGHT_ADMIN_EMAIL and GREENLIGHT_ADMIN_PASSWORD, or start on 127.0.0.1 and open the link it prints",
    );
  }
  return (await inTransaction(app, (tx) => openLink(app, tx, null))).link;
}

async function created(app: App, { email, password }: { email: string; password: string }): Promise<null> {
  checked(email, password);
  const hashed = await hashPassword(password);
  await inTransaction(app, async (tx) => {
    if ((await administrators(tx)).length > 0) return;
    if ((await userRow(tx, { email })) !== null)
      throw new BadSettings(
        `GREENLIGHT_ADMIN_EMAIL: ${email} has an account already that is no administrator's`,
      );
    const user = { email, name: email.split("@")[0] ?? email, role: "admin", titles: "" } as const;
    const id = await keepUser(tx, user, iso(app));
    await keepPassword(tx, id, hashed, iso(app));
    await appendEvent(tx, {
      atMs: app.nowMs(),
      actor: "system",
      origin: "environment",
      action: "access.user.created",
      subject: email.toLowerCase(),
      after: JSON.stringify({ role: "admin", titles: "" }),
    });
  });
  return null;
}

function checked(email: string, password: string): void {
  try {
    checkPassword(password, email);
  } catch (error) {
    if (error instanceof Problem) throw new BadSettings(`GREENLIGHT_ADMIN_PASSWORD: ${error.message}`);
    throw error;
  }
}
