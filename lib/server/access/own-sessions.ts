import { sessionRows } from "@/db/queries/access";
import { endSession, endSessions } from "@/db/record/access";
import type { SessionsReply } from "@/lib/contract/people";
import type { Identity } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { iso, noted } from "./note";
import { personIn } from "./session";

/** One's own sessions. @throws Problem forbidden */
export async function sessionsOf(app: App, who: Identity): Promise<SessionsReply> {
  const { userId, sessionId } = personIn(who);
  const rows = await sessionRows(app.store.db, userId, iso(app));
  return {
    sessions: rows.map(({ id, createdAt, expiresAt, ipAddress, userAgent }) => ({
      id,
      current: id === sessionId,
      created_at: createdAt,
      expires_at: expiresAt,
      address: ipAddress || null,
      agent: userAgent || null,
    })),
  };
}

/** Ends one of one's own sessions. @throws Problem forbidden, not-found */
export async function sessionRevoked(app: App, id: string, who: Identity): Promise<SessionsReply> {
  const person = personIn(who);
  await inTransaction(app, async (tx) => {
    if (!(await endSession(tx, person.userId, id)))
      throw new Problem("not-found", "this session has ended already");
    await noted(app, tx, person, "access.session.revoked", person.actor, { before: { id } });
  });
  app.bus.publish(["access"]);
  return sessionsOf(app, who);
}

/** Ends all of one's own sessions but this one. @throws Problem forbidden */
export async function otherSessionsRevoked(app: App, who: Identity): Promise<SessionsReply> {
  const person = personIn(who);
  await inTransaction(app, async (tx) => {
    const sessions = await endSessions(tx, person.userId, person.sessionId);
    await noted(app, tx, person, "access.sessions.revoked", person.actor, { before: { sessions } });
  });
  app.bus.publish(["access"]);
  return sessionsOf(app, who);
}
