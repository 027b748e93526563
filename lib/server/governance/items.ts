import { itemStates } from "@/db/queries/checklist";
import { addItems } from "@/db/record/checklist";
import { type Item, LISTS } from "@/lib/domain/checklist";
import type { Release } from "@/lib/domain/release";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { templatesNow } from "./templates";

/** What a release that is planned now is answered for. */
export const itemsNow = async (): Promise<Item[]> => (await templatesNow()).flatMap(({ items }) => items);

/** What a release is answered for, as it was planned; of a list that it lacks, the template's items of now. */
export async function itemsFor(app: App, { id }: Pick<Release, "id">): Promise<Item[]> {
  const own = (await itemStates(app.store.db, id)).map(({ item }) => item);
  const lacks = LISTS.filter((list) => own.every((item) => item.list !== list));
  if (lacks.length === 0) return own;
  const others = (await itemsNow()).filter(({ list }) => lacks.includes(list));
  return LISTS.flatMap((list) => [...own, ...others].filter((item) => item.list === list));
}

/**
 * Gives a release the lists that it lacks: it was planned before there were any, or while a template had mistakes.
 * A list that it has is never changed.
 */
export async function itemsCompleted(app: App, release: Release): Promise<void> {
  const own = (await itemStates(app.store.db, release.id)).map(({ item }) => item.id);
  const missing = (await itemsFor(app, release)).filter(({ id }) => !own.includes(id));
  if (missing.length > 0) await inTransaction(app, (tx) => addItems(tx, release.id, missing));
}
