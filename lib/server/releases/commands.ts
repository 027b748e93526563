import { randomUUID } from "node:crypto";
import { liveReleaseRow, quarantines, releaseOf, releaseRows } from "@/db/queries/releases";
import { addItems } from "@/db/record/checklist";
import { addRelease } from "@/db/record/releases";
import type { ReleaseWish } from "@/lib/contract/release-plan";
import type { ReleaseReply, ReleasesQuery, ReleasesReply } from "@/lib/contract/releases";
import { type Identity, may } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import { drafted, type Release } from "@/lib/domain/release";
import { undone } from "@/lib/domain/release-guards";
import { VERBS } from "@/lib/domain/release-look";
import type { App } from "@/lib/server/app";
import { itemsNow } from "@/lib/server/governance/items";
import { inTransaction } from "@/lib/server/storage";
import { knownRelease } from "./known";
import { planOf } from "./plan";
import { detailOf, quarantineReply, summaryOf } from "./reply";
import { releaseEngine } from "./running";
import { planHashOf } from "./scene";

const LISTED_MAX = 100;

/** Releases, newest first, and versions in quarantine. */
export async function releasesOf(app: App, { only }: ReleasesQuery = {}): Promise<ReleasesReply> {
  const { db } = app.store;
  const rows =
    only === "live"
      ? [await liveReleaseRow(db)].filter((row) => row !== null)
      : await releaseRows(db, LISTED_MAX);
  return { releases: rows.map(summaryOf), quarantine: (await quarantines(db)).map(quarantineReply) };
}

/** @throws Problem not-found */
export const releaseShown = async (app: App, id: string): Promise<ReleaseReply> =>
  detailOf(app, await knownRelease(app.store.db, id));

/** Plans a release. Nothing moves before somebody starts it. @throws Problem bad-input */
export async function releasePlanned(app: App, wish: ReleaseWish, who: Identity): Promise<ReleaseReply> {
  const created = { id: randomUUID(), createdMs: app.nowMs(), createdBy: who.actor };
  return added(app, drafted(planOf(app, wish), created), who);
}

async function added(app: App, release: Release, { address }: Identity): Promise<ReleaseReply> {
  const items = await itemsNow();
  await inTransaction(app, async (tx) => {
    await addRelease(tx, release, planHashOf(app, release.plan), address);
    await addItems(tx, release.id, items);
  });
  app.bus.publish(["releases"]);
  return releaseShown(app, release.id);
}

export interface Asked {
  reason?: string | undefined;
  plan_hash?: string | undefined;
  confirm?: boolean | undefined;
}

/**
 * Asks something of a release.
 *
 * @throws Problem not-found: no such release, or no such verb; impossible-now, with what is possible
 */
export async function releaseMoved(
  app: App,
  { id, verb: asked }: { id: string; verb: string },
  { reason, plan_hash: planHash, confirm }: Asked,
  who: Identity,
): Promise<ReleaseReply> {
  const verb = VERBS.find((known) => known === asked);
  if (verb === undefined)
    throw new Problem("not-found", `verb: found "${asked.slice(0, 60)}", allowed are ${VERBS.join(", ")}`);
  await knownRelease(app.store.db, id);
  await releaseEngine(app).ask(id, {
    verb,
    actor: who.actor,
    reason: reason || null,
    admin: may(who, "admin"),
    ...(planHash === undefined ? {} : { planHash }),
    ...(confirm === undefined ? {} : { confirm }),
  });
  return releaseShown(app, id);
}

/** Undoes a person's rollback: the same plan anew, from its checks. @throws Problem not-found, impossible-now */
export async function releaseUndone(app: App, id: string, who: Identity): Promise<ReleaseReply> {
  const release = releaseOf(await knownRelease(app.store.db, id));
  const next = undone(release, { id: randomUUID(), actor: who.actor, nowMs: app.nowMs() });
  if ("accepted" in next)
    throw new Problem("impossible-now", next.why, { extra: { possible: next.possible } });
  await added(app, next, who);
  return releaseMoved(
    app,
    { id: next.id, verb: "start" },
    { plan_hash: planHashOf(app, next.plan), reason: `undo of release ${id}` },
    who,
  );
}
