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

/**
 * Looks at the evidence of every release that is open, and tells where it says something new.
 *
 * @throws the first fault, once everything else was looked at: one that cannot be asked keeps no other from being told
 */
export async function checklistsLooked(app: App): Promise<void> {
  const rows = await openReleaseRows(app.store.db, app.nowMs() - LOOKED_MS_MAX);
  const faults: unknown[] = [];
  for (const row of rows)
    await checklistLooked(app, releaseOf(row)).catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw faults[0];
}

/** The same of one release. Evidence of other lists comes last: it counts what the rest has come to. */
export async function checklistLooked(app: App, release: Release): Promise<void> {
  await itemsCompleted(app, release);
  const scene = new Scene(app, release);
  const faults: unknown[] = [];
  const direct = await changesOf(scene, (state) => !isOfLists(state), faults);
  await stored(app, release, direct);
  const ofLists = await changesOf(scene, isOfLists, faults);
  await stored(app, release, ofLists);
  if (direct.length + ofLists.length > 0) app.bus.publish(["releases"]);
  if (faults.length > 0) throw faults[0];
}

const isOfLists = ({ item }: ItemState): boolean =>
  item.by === "evidence" && item.evidence.kind === "list_done";

interface Change {
  itemId: string;
  proof: Proof;
  sinceMs: number;
}

/** What evidence says now that it did not say before. Of what cannot be asked, what was stored stays. */
async function changesOf(
  scene: Scene,
  which: (state: ItemState) => boolean,
  faults: unknown[],
): Promise<Change[]> {
  const states = await itemStates(scene.app.store.db, scene.release.id);
  const changes: Change[] = [];
  for (const state of states.filter(({ item }) => item.by === "evidence").filter(which)) {
    const { item, proof: known } = state;
    const proof = await provenIn(scene, item).catch((error: unknown) => {
      faults.push(error);
      return null;
    });
    if (proof === null) continue;
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
