import { expect } from "vitest";
import { itemStates } from "@/db/queries/checklist";
import type { ChecklistItem, ChecklistReply } from "@/lib/contract/checklist";
import type { Item } from "@/lib/domain/checklist";
import type { ItemState } from "@/lib/domain/checklist-state";
import type { Proof } from "@/lib/domain/proof";
import type { App } from "@/lib/server/app";
import { checklistLooked } from "@/lib/server/governance/checklist-look";
import { provenOf } from "@/lib/server/governance/evidence";
import type { ReleaseStage } from "./releases";

/** The items that a person ticks before a start. */
export const BY_HAND = [
  "deliverables-complete",
  "tests-passing",
  "code-approved",
  "integration-branch-created",
  "rollback-plan-documented",
  "stakeholders-notified",
];

export function itemOf({ lists }: ChecklistReply, id: string): ChecklistItem {
  const found = lists.flatMap(({ items }) => items).find((item) => item.id === id);
  if (found === undefined) throw new Error(`no item ${id}`);
  return found;
}

export async function stateOf(app: App, release: string, id: string): Promise<ItemState> {
  const found = (await itemStates(app.store.db, release)).find(({ item }) => item.id === id);
  if (found === undefined) throw new Error(`no item ${id}`);
  return found;
}

/** What the evidence of an item of the templates says of a release now. */
export async function proofOf(stage: ReleaseStage, id: string, item: string): Promise<Proof> {
  return provenOf(stage.app, await stage.stored(id), (await stateOf(stage.app, id, item)).item);
}

/** Expects what that evidence says: in these words, or so. */
export const saying =
  (stage: () => ReleaseStage) =>
  async (id: string, item: string, met: Proof["met"], said: string | RegExp): Promise<void> => {
    const proof = await proofOf(stage(), id, item);
    expect(proof, item).toEqual({ met, said: typeof said === "string" ? said : expect.stringMatching(said) });
  };

/** The same of an item that no template has. */
export const proofOfItem = async (
  stage: ReleaseStage,
  id: string,
  item: Extract<Item, { by: "evidence" }>["evidence"],
): Promise<Proof> =>
  provenOf(stage.app, await stage.stored(id), {
    ...{ id: "one", list: "validation", phase: "validation", text: "one", by: "evidence" },
    evidence: item,
  });

export const looked = async (stage: ReleaseStage, id: string): Promise<void> =>
  checklistLooked(stage.app, await stage.stored(id));
