import { hashPassword } from "better-auth/crypto";
import { userRow } from "@/db/queries/access";
import { endSessions, forgetInvitations, keepPassword, keepUser } from "@/db/record/access";
import type { Tx } from "@/db/schema";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { noteRefusal } from "./audit-refusals";
import { linkTried } from "./limits";
import { linkPurpose, type Purpose } from "./links";
import { iso, noted } from "./note";
import { checkPassword } from "./password";
import { type Entered, entering, type Knock } from "./sign-in";

interface Welcome {
  token: string;
  password: string;
  name?: string | undefined;
  email?: string | undefined;
}

/**
 * Uses a one-time link: its person gets the password, and a session; for the first administrator the account, too.
 *
 * @throws Problem not-found: the link was used, has expired or never was; bad-input; impossible-now: the first
 * administrator's e-mail has an account; too-many-requests: links are being guessed
 */
export async function welcomed(app: App, asked: Welcome, knock: Knock): Promise<Entered> {
  const succeeded = await linkTried(knock.who.address);
  const purpose = await linkPurpose(app.store.db, asked.token, app.nowMs());
  if (purpose === null) return refused(app, knock);
  await succeeded();
  const { email, name } = purpose.kind === "person" ? purpose.user : asked;
  if (email === undefined || name === undefined)
    throw new Problem("bad-input", "name and email: the first administrator needs both");
  checkPassword(asked.password, email);
  const hashed = await hashPassword(asked.password);
  const used = await inTransaction(app, async (tx) => {
    // Asked again with the lock held: of two who use one link, one gets in.
    const still = await linkPurpose(tx, asked.token, app.nowMs());
    if (still === null) return false;
    await chosen(app, tx, still, { email: email.toLowerCase(), name, hashed, address: knock.who.address });
    return true;
  });
  if (!used) return refused(app, knock);
  app.bus.publish(["access"]);
  const entered = await entering(app, { email, password: asked.password }, knock);
  if (entered === null) throw new Problem("impossible-now", "this account was closed meanwhile");
  return entered;
}

async function refused(app: App, { who }: Knock): Promise<never> {
  const wanted = { method: "POST", path: "/api/auth/welcome", permission: "open" } as const;
  await noteRefusal(app, who, wanted, "a link that was used, has expired or never was one");
  throw new Problem("not-found", "this link was used already, has expired, or never was one");
}

async function chosen(
  app: App,
  tx: Tx,
  purpose: Purpose,
  { email, name, hashed, address }: { email: string; name: string; hashed: string; address: string },
): Promise<void> {
  const userId = purpose.kind === "person" ? purpose.user.id : await firstUser(tx, { email, name }, iso(app));
  await keepPassword(tx, userId, hashed, iso(app));
  await endSessions(tx, userId);
  await forgetInvitations(tx, purpose.kind === "person" ? userId : null);
  const asker = { actor: email, address };
  if (purpose.kind === "person") return noted(app, tx, asker, "access.password.chosen", email);
  return noted(app, tx, asker, "access.user.created", email, { after: { name, role: "admin", titles: [] } });
}

async function firstUser(tx: Tx, { email, name }: { email: string; name: string }, now: string) {
  if ((await userRow(tx, { email })) !== null)
    throw new Problem("impossible-now", `${email} has an account already, which is no administrator's`);
  return keepUser(tx, { email, name, role: "admin", titles: "" }, now);
}
