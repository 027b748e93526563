import { listItems } from "@/db/queries/release-runs";
import type { Item } from "@/lib/domain/checklist";
import { Problem } from "@/lib/domain/problem";
import type { Proof } from "@/lib/domain/proof";
import type { Release } from "@/lib/domain/release";
import { checksOf } from "@/lib/domain/test-run";
import type { App } from "@/lib/server/app";
import { provenIn } from "@/lib/server/governance/evidence";
import { Scene } from "@/lib/server/governance/evidence-scene";
import { templatesNow } from "@/lib/server/governance/templates";
import { probedAnew } from "./probed";
import type { Run, Work } from "./run";

const LIST = "validation";

/**
 * The checks of the validation list, each with its evidence, after the probes were asked anew.
 *
 * @throws Problem impossible-now: its template has mistakes, so there is nothing to check
 */
export async function validationWork(app: App, release: Release): Promise<Work> {
  const items = await itemsOf(app, release);
  return {
    body: checksOf(items.map(({ id, text }) => ({ item: id, text }))),
    act: async (run, signal) => {
      await probedAnew(app, release.plan.environment, signal);
      const scene = new Scene(app, release);
      for (const [index, item] of items.entries()) {
        if (signal.aborted) return;
        await checked(run, scene, item, index);
      }
    },
  };
}

/** As its template had them when it was planned; of a release that has none, as the template has them now. */
async function itemsOf(app: App, { id }: Release): Promise<Item[]> {
  const own = await listItems(app.store.db, id, LIST);
  if (own.length > 0) return own;
  const now = (await templatesNow()).find(({ list }) => list === LIST);
  if (now === undefined || now.items.length === 0)
    throw new Problem("impossible-now", `there are no checks: ${now?.mistakes.join("; ") ?? "no template"}`);
  return now.items;
}

async function checked(run: Run, scene: Scene, item: Item, index: number): Promise<void> {
  const { app, pace, id } = run;
  await run.check(index, { state: "running", atMs: app.nowMs() });
  const sinceMs = pace.clockMs();
  const { met, said } = await provenIn(scene, item).catch((error: unknown): Proof => {
    app.log.error({ err: error, run: id, item: item.id }, "the evidence of a check could not be read");
    return { met: null, said: "its evidence could not be read; the log says why" };
  });
  const tookMs = pace.clockMs() - sinceMs;
  await run.check(index, { state: met === null ? "unknown" : met ? "met" : "not_met", said, tookMs });
}
