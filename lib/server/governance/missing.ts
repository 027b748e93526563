import { titlesSigned } from "@/db/queries/sign-offs";
import type { Db, Tx } from "@/db/schema";
import type { Release } from "@/lib/domain/release";
import { requiredBy, titlesRequired } from "@/lib/domain/requirement";
import type { App } from "@/lib/server/app";

/** What a release asks for before it starts, by its plan and by the settings in force now. */
export const requiredOf = (app: App, { plan }: Pick<Release, "plan">) =>
  requiredBy(app.settings().releases.requires, plan.requires ?? []);

/** What of that is not there yet, each in words; empty where it may start. A release of no id is only thought of. */
export async function missingFor(app: App, db: Db | Tx, release: Release): Promise<string[]> {
  if (release.id === "") return [];
  const titles = titlesRequired(requiredOf(app, release));
  const signed = titles.length === 0 ? [] : await titlesSigned(db, release.id);
  return titles.filter((title) => !signed.includes(title)).map((title) => `${title} has not signed`);
}
