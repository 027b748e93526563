import { derivedPages, keepDerivedFrom, storedDerivedFrom } from "@/db/record/derived";
import { appendEvent } from "@/db/record/event";
import { type Rebuilt, rebuildRollups, rePairAll } from "@/db/record/rebuild";
import { TOPICS } from "@/lib/contract/live";
import type { App } from "./app";
import { derived, recordedHuman, repricedRow } from "./prepare";
import { inTransaction } from "./storage";

/** Proves the rollups equal to the raw records, and replaces them. */
export async function rebuild(app: App, actor: string): Promise<Rebuilt> {
  const rebuilt = await inTransaction(app, async (tx) => {
    const result = await rebuildRollups(tx, app.calendar());
    const after = JSON.stringify({ ...result, differences: result.differences.length });
    await appendEvent(tx, {
      atMs: app.nowMs(),
      actor,
      origin: "local",
      action: "rollups.rebuilt",
      subject: "rollups",
      after,
    });
    return result;
  });
  app.bus.publish(TOPICS);
  return rebuilt;
}

/** Derives everything anew where the settings that decide on it are not those that it was derived with. */
export async function keepDerived(app: App): Promise<void> {
  const wanted = derivedFrom(app);
  const stored = await storedDerivedFrom(app.store.db);
  if (stored === wanted) return;
  const policy = app.policy();
  await inTransaction(app, async (tx) => {
    await keepDerivedFrom(tx, wanted);
    if (stored === null) return;
    await derivedPages(
      tx,
      (call, runAtMs) => repricedRow(call, runAtMs, policy),
      (row, calls) => derived(recordedHuman(row), calls, policy),
    );
    await rePairAll(tx);
    await rebuildRollups(tx, app.calendar());
    const change = { before: stored, after: wanted, reason: "settings that decide on figures have changed" };
    await appendEvent(tx, {
      atMs: app.nowMs(),
      actor: "system",
      origin: "local",
      action: "rollups.derived",
      subject: "rollups",
      ...change,
    });
  });
  if (stored !== null)
    app.log.info(
      { settings: wanted },
      "figures derived anew, because settings that decide on them have changed",
    );
}

/** Whether what is stored was derived with other settings than those in force here. */
export async function derivedElsewise(app: App): Promise<boolean> {
  const stored = await storedDerivedFrom(app.store.db);
  return stored !== null && stored !== derivedFrom(app);
}

function derivedFrom(app: App): string {
  const { agents, benchmarks, freeModels } = app.policy();
  const hours = Object.fromEntries([...benchmarks.hours].sort());
  return JSON.stringify({
    timezone: app.calendar().zone,
    agents: [...agents].sort(),
    rate: benchmarks.hourlyRateUsd,
    hours,
    free: [...freeModels].sort(),
  });
}
