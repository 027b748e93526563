import { itemStates } from "@/db/queries/checklist";
import { titlesSigned } from "@/db/queries/sign-offs";
import type { Db, Tx } from "@/db/schema";
import type { Title } from "@/lib/domain/access";
import type { ListName } from "@/lib/domain/checklist";
import { isLookedAt, openWords } from "@/lib/domain/checklist-state";
import type { Release } from "@/lib/domain/release";
import { requiredBy, titlesRequired } from "@/lib/domain/requirement";
import type { App } from "@/lib/server/app";

/** What a release asks for before it starts, by its plan and by the settings in force now. */
export const requiredOf = (app: App, { plan }: Pick<Release, "plan">) =>
  requiredBy(app.settings().releases.requires, plan.requires ?? []);

/** What of that is not there yet, each in words; empty where it may start. A release of no id is only thought of. */
export async function missingFor(app: App, db: Db | Tx, release: Release): Promise<string[]> {
  if (release.id === "") return [];
  const required = requiredOf(app, release);
  const titles = titlesRequired(required);
  const signed = titles.length === 0 ? [] : await titlesSigned(db, release.id);
  return [
    ...(required.includes("checklist") ? await openItems(db, release, app.nowMs()) : []),
    ...titles.filter((title) => !signed.includes(title)).map((title) => `${SIGNER[title]} has not signed`),
  ];
}

/** Who a title is, in a sentence. */
export const SIGNER: Readonly<Record<Title, string>> = {
  stakeholder: "the stakeholder",
  pm: "the PM",
  devops: "DevOps",
};

/** What is to be done before a start. */
const FIRST: ListName = "pre-deployment";

/** As evidence was stored last, which is seconds ago. */
async function openItems(db: Db | Tx, release: Release, nowMs: number): Promise<string[]> {
  const states = (await itemStates(db, release.id)).filter(({ item }) => item.list === FIRST);
  if (states.length === 0) return [`${FIRST}: this release has no such list; its page says why`];
  if (!isLookedAt(release, nowMs))
    return [`${FIRST}: its evidence is too old, because it was planned more than 14 days ago; plan it anew`];
  const open = states.filter(({ done }) => !done).map(({ item }) => item.text);
  return open.length === 0 ? [] : [openWords(FIRST, open, states.length)];
}
