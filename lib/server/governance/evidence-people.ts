import { itemStates } from "@/db/queries/checklist";
import { signOffRows } from "@/db/queries/sign-offs";
import type { Evidence } from "@/lib/domain/checklist-evidence";
import { met, type Proof, untold } from "@/lib/domain/proof";
import type { Scene } from "./evidence-scene";
import { SIGNER } from "./missing";

export async function signed({ app, release }: Scene, { title }: Evidence<"signed">): Promise<Proof> {
  const rows = await signOffRows(app.store.db, release.id);
  const inForce = rows.find((row) => row.title === title && row.revoked_ms === null);
  return inForce === undefined ? untold(`${SIGNER[title]} has not signed`) : met(`signed by ${inForce.name}`);
}

/** By what was stored of the other list. */
export async function listDone({ app, release }: Scene, { list }: Evidence<"list_done">): Promise<Proof> {
  const states = (await itemStates(app.store.db, release.id)).filter(({ item }) => item.list === list);
  if (states.length === 0) return untold(`the list ${list} is empty`);
  const done = states.filter((state) => state.done).length;
  const said = `${done} of ${states.length}`;
  return done === states.length ? met(said) : untold(said);
}
