import type { Tx } from "@/db/schema";
import { type Item, LISTS } from "@/lib/domain/checklist";
import type { ItemState, Tick } from "@/lib/domain/checklist-state";
import type { Proof } from "@/lib/domain/proof";
import type { Release } from "@/lib/domain/release";
import { appendEvent } from "./event";

/** A list can come later than those after it: each has its stretch of numbers. */
const LIST_MAX = 10_000;

/** Gives a release its items, as they are now; what it has already stays as it is. */
export async function addItems(tx: Tx, releaseId: string, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((item, at) => ({
    release_id: releaseId,
    item: item.id,
    seq: LISTS.indexOf(item.list) * LIST_MAX + at,
    list: item.list,
    phase: item.phase,
    body: JSON.stringify(item),
  }));
  await tx
    .insertInto("release_item")
    .values(rows)
    .onConflict((known) => known.doNothing())
    .execute();
}

/** Appends what a person says of an item, and notes it in the log: a tick, a tick taken back, or words alone. */
export async function appendTick(
  tx: Tx,
  { id, plan }: Release,
  { item, done: before }: Pick<ItemState, "item" | "done">,
  { done, note, actor, atMs }: Tick,
  origin: string,
): Promise<void> {
  await tx
    .insertInto("release_tick")
    .values({ release_id: id, item: item.id, done: Number(done), note, actor, at_ms: atMs })
    .execute();
  await appendEvent(tx, {
    ...{ atMs, actor, origin, reason: note },
    action: done === before ? "release.noted" : done ? "release.ticked" : "release.unticked",
    subject: `release ${id} ${plan.version}`,
    after: JSON.stringify({ list: item.list, item: item.id, text: item.text }),
  });
}

/** Stores what evidence says now. The moment is that since which it is met, or not: other words alone do not move it. */
export async function putProof(
  tx: Tx,
  releaseId: string,
  itemId: string,
  { met, said }: Proof,
  sinceMs: number,
): Promise<void> {
  const columns = { met: met === null ? null : Number(met), said, at_ms: sinceMs };
  await tx
    .insertInto("release_proof")
    .values({ release_id: releaseId, item: itemId, ...columns })
    .onConflict((known) => known.columns(["release_id", "item"]).doUpdateSet(columns))
    .execute();
}
