import { itemStates, openReleaseRows } from "@/db/queries/checklist";
import { releaseOf } from "@/db/queries/releases";
import { putProof } from "@/db/record/checklist";
import { type ItemState, LOOKED_MS_MAX } from "@/lib/domain/checklist-state";
import type { Proof } from "@/lib/domain/proof";
import type { Release } from "@/lib/domain/release";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { provenIn } from "./evidence";
import { Scene } from "./evidence-scene";
import { itemsCompleted } from "./items";

/** Looks at the evidence of every release that is open, and tells where it says something new. */
export async function checklistsLooked(app: App): Promise<void> {
  const rows = await openReleaseRows(app.store.db, app.nowMs() - LOOKED_MS_MAX);
  for (const row of rows) await checklistLooked(app, releaseOf(row));
}

/** The same of one release. Evidence of other lists comes last: it counts what the rest has come to. */
export async function checklistLooked(app: App, release: Release): Promise<void> {
  await itemsCompleted(app, release);
  const scene = new Scene(app, release);
  const direct = await changesOf(scene, (state) => !isOfLists(state));
  await stored(app, release, direct);
  const ofLists = await changesOf(scene, isOfLists);
  await stored(app, release, ofLists);
  if (direct.length + ofLists.length > 0) app.bus.publish(["releases"]);
}

const isOfLists = ({ item }: ItemState): boolean =>
  item.by === "evidence" && item.evidence.kind === "list_done";

interface Change {
  itemId: string;
  proof: Proof;
  sinceMs: number;
}

async function changesOf(scene: Scene, which: (state: ItemState) => boolean): Promise<Change[]> {
  const states = await itemStates(scene.app.store.db, scene.release.id);
  const changes: Change[] = [];
  for (const state of states.filter(({ item }) => item.by === "evidence").filter(which)) {
    const { item, proof: known } = state;
    const proof = await provenIn(scene, item);
    if (known?.met === proof.met && known.said === proof.said) continue;
    const sinceMs = known?.met === proof.met ? known.atMs : scene.nowMs;
    changes.push({ itemId: item.id, proof, sinceMs });
  }
  return changes;
}

async function stored(app: App, { id }: Release, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await inTransaction(app, async (tx) => {
    for (const { itemId, proof, sinceMs } of changes) await putProof(tx, id, itemId, proof, sinceMs);
  });
}
