import type { Db, Tx } from "@/db/schema";
import type { ReleaseRow } from "@/db/schema-releases";
import type { Item } from "@/lib/domain/checklist";
import { type ItemState, itemState, type StoredProof, type Tick } from "@/lib/domain/checklist-state";

/** The item of a row as its template had it. */
const itemOf = ({ body }: { body: string }): Item => JSON.parse(body) as Item;

/** Every item of a release as it stands, in the order of its lists. */
export async function itemStates(db: Db | Tx, releaseId: string): Promise<ItemState[]> {
  const items = await db
    .selectFrom("release_item")
    .select("body")
    .where("release_id", "=", releaseId)
    .orderBy("seq")
    .execute();
  const ticks = await newestTicks(db, releaseId);
  const proofs = await storedProofs(db, releaseId);
  return items
    .map(itemOf)
    .map((item) => itemState(item, ticks.get(item.id) ?? null, proofs.get(item.id) ?? null));
}

async function newestTicks(db: Db | Tx, releaseId: string): Promise<Map<string, Tick>> {
  const rows = await db
    .selectFrom("release_tick")
    .selectAll()
    .where("id", "in", (newest) =>
      newest
        .selectFrom("release_tick")
        .select(({ fn }) => fn.max("id").as("id"))
        .where("release_id", "=", releaseId)
        .groupBy("item"),
    )
    .execute();
  return new Map(
    rows.map(({ item, done, note, actor, at_ms }) => [item, { done: done === 1, note, actor, atMs: at_ms }]),
  );
}

async function storedProofs(db: Db | Tx, releaseId: string): Promise<Map<string, StoredProof>> {
  const rows = await db.selectFrom("release_proof").selectAll().where("release_id", "=", releaseId).execute();
  return new Map(
    rows.map(({ item, met, said, at_ms }) => [
      item,
      { met: met === null ? null : met === 1, said, atMs: at_ms },
    ]),
  );
}

/** The version that was started next after a release; null where none was, or it never was started itself. */
export async function startedAfter(db: Db | Tx, { started_epoch }: ReleaseRow): Promise<string | null> {
  if (started_epoch === null) return null;
  const next = db
    .selectFrom("release")
    .select("version")
    .where("started_epoch", ">", started_epoch)
    .orderBy("started_epoch")
    .limit(1);
  return (await next.executeTakeFirst())?.version ?? null;
}

/** Releases whose evidence is looked at: drafts that are not older, the live one, and the one that was started last. */
export async function openReleaseRows(db: Db, draftsSinceMs: number): Promise<ReleaseRow[]> {
  const drafts = await db
    .selectFrom("release")
    .selectAll()
    .where("state", "=", "draft")
    .where("created_ms", ">=", draftsSinceMs)
    .orderBy("created_ms", "desc")
    .limit(50)
    .execute();
  const started = await db
    .selectFrom("release")
    .selectAll()
    .where("started_epoch", "is not", null)
    .orderBy("started_epoch", "desc")
    .limit(1)
    .execute();
  return [...started, ...drafts];
}
