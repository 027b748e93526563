import { itemStates, startedAfter } from "@/db/queries/checklist";
import { isoTime } from "@/db/queries/money";
import { releaseOf } from "@/db/queries/releases";
import { appendTick } from "@/db/record/checklist";
import type { Tx } from "@/db/schema";
import type { ReleaseRow } from "@/db/schema-releases";
import type { Checklist, ChecklistItem, ChecklistReply, ChecklistTick } from "@/lib/contract/checklist";
import type { Identity } from "@/lib/domain/access";
import { LISTS } from "@/lib/domain/checklist";
import { frozenWhy, type ItemState } from "@/lib/domain/checklist-state";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import { knownRelease } from "@/lib/server/releases/known";
import { inTransaction } from "@/lib/server/storage";
import { type Template, templatesNow } from "./templates";

/** What a release is answered for, as it was stored last: no evidence is asked here. @throws Problem not-found */
export async function checklistOf(app: App, id: string): Promise<ChecklistReply> {
  const { db } = app.store;
  const row = await knownRelease(db, id);
  const states = await itemStates(db, id);
  const isWhole = LISTS.every((list) => states.some(({ item }) => item.list === list));
  const templates = isWhole ? [] : await templatesNow();
  return {
    release: id,
    frozen: frozenWhy(releaseOf(row), await startedAfter(db, row)),
    ...counted(states),
    lists: LISTS.map((name): Checklist => {
      const mine = states.filter(({ item }) => item.list === name);
      const mistakes = mine.length > 0 ? [] : mistakesOf(templates, name);
      return { name, ...counted(mine), mistakes, items: mine.map(itemReply) };
    }),
  };
}

const mistakesOf = (templates: readonly Template[], name: string): string[] =>
  templates.find(({ list }) => list === name)?.mistakes ?? [];

const counted = (states: readonly ItemState[]) => ({
  done: states.filter(({ done }) => done).length,
  total: states.length,
});

function itemReply({ item, done, proof, tick }: ItemState): ChecklistItem {
  const { id, phase, text, by } = item;
  const said = proof ?? tick;
  return {
    ...{ id, phase, text, by, done },
    said: proof?.said ?? null,
    told: by === "person" || (proof?.met ?? null) !== null,
    at: said === null ? null : isoTime(said.atMs),
    actor: tick?.actor ?? null,
    note: tick?.note ?? null,
  };
}

/**
 * Ticks an item, or takes the tick back; the same once more is nothing new.
 *
 * @throws Problem not-found: no such release or item; impossible-now: evidence says it, or the release is over
 */
export async function itemTicked(
  app: App,
  { id, item }: { id: string; item: string },
  wish: ChecklistTick,
  who: Identity,
): Promise<ChecklistReply> {
  await inTransaction(app, (tx) => ticked(app, tx, { id, item }, wish, who));
  app.bus.publish(["releases"]);
  return checklistOf(app, id);
}

async function ticked(
  app: App,
  tx: Tx,
  { id, item: itemId }: { id: string; item: string },
  { done, note = "" }: ChecklistTick,
  { actor, address }: Identity,
): Promise<void> {
  const row = await knownRelease(tx, id);
  const state = await personsItem(tx, row, itemId);
  if (done === state.done && note === (state.tick?.note ?? "")) return;
  const next = { done, note: note || null, actor, atMs: app.nowMs() };
  await appendTick(tx, releaseOf(row), state, next, address);
}

async function personsItem(tx: Tx, row: ReleaseRow, itemId: string): Promise<ItemState> {
  const state = (await itemStates(tx, row.id)).find(({ item }) => item.id === itemId);
  if (state === undefined)
    throw new Problem("not-found", `this release has no item "${itemId.slice(0, 60)}"`);
  const frozen = frozenWhy(releaseOf(row), await startedAfter(tx, row));
  if (frozen !== null)
    throw new Problem("impossible-now", `the lists of this release stay as they are: ${frozen}`);
  if (state.item.by === "evidence")
    throw new Problem("impossible-now", `"${state.item.text}" is ticked by evidence, and by nobody`);
  return state;
}
