import { isoTime } from "@/db/queries/money";
import { releaseOf } from "@/db/queries/releases";
import { signOffRows } from "@/db/queries/sign-offs";
import { addSignOff, revokeSignOff } from "@/db/record/sign-offs";
import type { SignOffRow } from "@/db/schema-governance";
import type { ReleaseRow } from "@/db/schema-releases";
import type { FiguresReply, Seen, SignOff, SignOffsReply } from "@/lib/contract/sign-offs";
import { type Identity, TITLES, type Title, titlesHeld } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import { titlesRequired } from "@/lib/domain/requirement";
import type { App } from "@/lib/server/app";
import { knownRelease } from "@/lib/server/releases/known";
import { inTransaction } from "@/lib/server/storage";
import { requiredOf } from "./missing";
import { isSealed } from "./seal";
import { figuresOf } from "./seen";

/** Whoever signs has looked at the figures a moment ago, not this morning. */
const SEEN_MS_MAX = 15 * 60_000;

/** Who has signed a release. @throws Problem not-found */
export async function signOffsOf(app: App, id: string): Promise<SignOffsReply> {
  const { db } = app.store;
  const row = await knownRelease(db, id);
  const rows = await signOffRows(db, id);
  const required = titlesRequired(requiredOf(app, releaseOf(row)));
  const signed = rows.filter(({ revoked_ms }) => revoked_ms === null).map(({ title }) => title);
  return {
    required,
    missing: required.filter((title) => !signed.includes(title)),
    can_sign: signable(row),
    revocable: row.state === "draft",
    sign_offs: rows.toReversed().map(shown),
  };
}

/** What there is to sign now. @throws Problem not-found */
export const figuresShown = async (app: App, id: string): Promise<FiguresReply> =>
  figuresOf(app, await knownRelease(app.store.db, id));

interface Signature {
  title: Title;
  note?: string | undefined;
  seen: Seen;
  seal: string;
}

/**
 * Signs a release with the figures that were seen.
 *
 * @throws Problem not-found; forbidden: no title of theirs; bad-input: not figures of this server, or of another
 * release; stale-version: seen too long ago; impossible-now: signed already, or over
 */
export async function signed(
  app: App,
  id: string,
  signature: Signature,
  who: Identity,
): Promise<SignOffsReply> {
  const { title, note, seen, seal } = signature;
  entitled(who, title);
  if (!isSealed(app, seen, seal) || seen.release !== id)
    throw new Problem("bad-input", "body: seen: not what this server has shown of this release");
  const atMs = app.nowMs();
  if (Math.abs(atMs - Date.parse(seen.at)) > SEEN_MS_MAX)
    throw new Problem(
      "stale-version",
      "these figures are older than 15 minutes: look at those of now, then sign",
    );
  await inTransaction(app, async (tx) => {
    const row = await knownRelease(tx, id);
    if (!signable(row))
      throw new Problem("impossible-now", `a release that is ${row.state} is not signed any more`);
    const others = await signOffRows(tx, id);
    const theirs = others.find((one) => one.title === title && one.revoked_ms === null);
    if (theirs !== undefined)
      throw new Problem("impossible-now", `${theirs.name} has signed as ${title} already`);
    const name = who.kind === "person" ? who.name : who.actor;
    const figures = JSON.stringify(seen);
    const by = { actor: who.actor, origin: who.address, name, note: note || null };
    await addSignOff(tx, { release: row, title, atMs, figures, ...by });
  });
  app.bus.publish(["releases"]);
  return signOffsOf(app, id);
}

/**
 * Takes back what a title has signed.
 *
 * @throws Problem not-found; forbidden; impossible-now: nothing to revoke, or the release has been started
 */
export async function revoked(
  app: App,
  { id, title: asked }: { id: string; title: string },
  why: string | undefined,
  who: Identity,
): Promise<SignOffsReply> {
  const title = TITLES.find((known) => known === asked);
  if (title === undefined)
    throw new Problem("not-found", `title: found "${asked.slice(0, 60)}", allowed are ${TITLES.join(", ")}`);
  entitled(who, title);
  await inTransaction(app, async (tx) => {
    const release = await knownRelease(tx, id);
    if (release.state !== "draft")
      throw new Problem("impossible-now", "it has been started: what was signed stays signed");
    const by = { actor: who.actor, origin: who.address, atMs: app.nowMs(), why: why || null };
    if (!(await revokeSignOff(tx, { release, title, ...by })))
      throw new Problem("impossible-now", `nobody has signed as ${title}`);
  });
  app.bus.publish(["releases"]);
  return signOffsOf(app, id);
}

function entitled(who: Identity, title: Title): void {
  if (titlesHeld(who).includes(title)) return;
  const why = who.kind === "person" ? "an administrator grants it" : "people sign for themselves";
  throw new Problem("forbidden", `to sign as ${title} takes that title: ${why}`);
}

/** What went back, or was given up, is not signed any more. */
const signable = ({ state, live }: ReleaseRow): boolean =>
  state === "draft" || state === "completed" || live === 1;

const shown = (row: SignOffRow): SignOff => ({
  id: row.id,
  title: row.title,
  name: row.name,
  actor: row.actor,
  at: isoTime(row.at_ms),
  note: row.note,
  seen: JSON.parse(row.figures) as Seen,
  revoked:
    row.revoked_ms === null
      ? null
      : { at: isoTime(row.revoked_ms), by: row.revoked_by ?? "", reason: row.revoked_why },
});
