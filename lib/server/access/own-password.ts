import { hashPassword, verifyPassword } from "better-auth/crypto";
import { passwordHash } from "@/db/queries/access";
import { endSessions, keepPassword } from "@/db/record/access";
import type { Identity } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { noteAccess } from "./audit-refusals";
import { iso, noted } from "./note";
import { checkPassword } from "./password";
import { personIn } from "./session";
import { type Entered, left, triedToSignIn } from "./sign-in";

/**
 * Changes one's own password; every session of that person ends.
 *
 * @throws Problem forbidden, bad-input, too-many-requests; impossible-now: it was changed meanwhile
 */
export async function passwordChanged(
  app: App,
  { current_password: current, new_password: wanted }: { current_password: string; new_password: string },
  who: Identity,
): Promise<Entered> {
  const person = personIn(who);
  const succeeded = await triedToSignIn(app, person.actor, who);
  const stored = await passwordHash(app.store.db, person.userId);
  if (stored === null || !(await verifyPassword({ hash: stored, password: current }))) {
    await noteAccess(app, { ...person, action: "access.password.refused", subject: person.actor });
    throw new Problem("bad-input", "current_password: this is not your password");
  }
  await succeeded();
  if (wanted === current) throw new Problem("bad-input", "new_password: this is the one you have");
  checkPassword(wanted, person.actor);
  const hashed = await hashPassword(wanted);
  await inTransaction(app, async (tx) => {
    if ((await passwordHash(tx, person.userId)) !== stored)
      throw new Problem("impossible-now", "your password was changed meanwhile");
    await keepPassword(tx, person.userId, hashed, iso(app));
    const sessions = await endSessions(tx, person.userId);
    await noted(app, tx, person, "access.password.changed", person.actor, { before: { sessions } });
  });
  app.bus.publish(["access"]);
  return left(app, who);
}
