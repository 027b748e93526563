import { hashPassword } from "better-auth/crypto";
import { administrators, userRow } from "@/db/queries/access";
import { forgetExpired, keepPassword, keepUser } from "@/db/record/access";
import { Problem } from "@/lib/domain/problem";
import { type App, BadSettings } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { openLink } from "./links";
import { iso, noted } from "./note";
import { checkPassword } from "./password";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/**
 * Sees that somebody can administer, at every start: the account of GREENLIGHT_ADMIN_EMAIL is made where there is no
 * administrator yet, else a one-time setup link, which is what this answers; the link of an earlier start is void then.
 *
 * @throws BadSettings: there is none, and others than this machine could reach the server; a password that will not do
 * @throws Error in words: what sessions are signed with cannot be read
 */
export async function firstAdministrator(app: App): Promise<string | null> {
  if (app.settings().demo !== null) return null;
  await app.auth();
  await inTransaction(app, (tx) => forgetExpired(tx, { iso: iso(app), ms: app.nowMs() }));
  if ((await administrators(app.store.db, app.nowMs())).length > 0) return null;
  const { admin, host } = app.settings();
  if (admin !== null) return created(app, admin);
  if (!LOOPBACK.test(host)) {
    throw new BadSettings(
      `HOST: found "${host}", allowed is a loopback address while there is no administrator: ` +
        "set GREENLIGHT_ADMIN_EMAIL and GREENLIGHT_ADMIN_PASSWORD, or make one: " +
        "npm run greenlight -- user add EMAIL --role admin",
    );
  }
  return (await inTransaction(app, (tx) => openLink(app, tx, null))).link;
}

async function created(app: App, { email, password }: { email: string; password: string }): Promise<null> {
  checked(email, password);
  const hashed = await hashPassword(password);
  await inTransaction(app, async (tx) => {
    if ((await administrators(tx, app.nowMs())).length > 0) return;
    const known = await userRow(tx, { email });
    if (known !== null && (known.role !== "admin" || known.disabled === 1))
      throw new BadSettings(
        `GREENLIGHT_ADMIN_EMAIL: ${email} has an account already that is no administrator's`,
      );
    const name = email.split("@")[0] ?? email;
    const id = known?.id ?? (await keepUser(tx, { email, name, role: "admin", titles: "" }, iso(app)));
    await keepPassword(tx, id, hashed, iso(app));
    const asker = { actor: "system", address: "environment" };
    const subject = email.toLowerCase();
    if (known !== null) return noted(app, tx, asker, "access.password.chosen", subject);
    await noted(app, tx, asker, "access.user.created", subject, {
      after: { name, role: "admin", titles: [] },
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
