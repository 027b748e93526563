import { storedFlags } from "@/db/queries/switches";
import { appendEvent } from "@/db/record/event";
import { putFlag } from "@/db/record/switches";
import type { Tx } from "@/db/schema";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import type { Alert, Automation } from "@/lib/domain/alert-state";
import { type Flag, flagStep, holdersOf } from "@/lib/domain/flag-automation";
import type { App } from "@/lib/server/app";
import { knownFlags } from "./known";

interface Scene {
  alerts: readonly Alert[];
  automation: Automation;
  rules: readonly WatchedRule[];
}

export interface FlagsKept {
  flags: readonly Flag[];
  /** Whether any of them is another than before. */
  changed: boolean;
}

/** Lets every flag follow the alerts of a look, in its transaction. What a look has switched stands in the log. */
export async function keptFlags(
  app: App,
  tx: Tx,
  { alerts, automation, rules }: Scene,
  now: { atMs: number; clockMs: number },
): Promise<FlagsKept> {
  const before = new Map((await storedFlags(tx)).map((flag) => [flag.name, JSON.stringify(flag)]));
  const flags: Flag[] = [];
  let changed = false;
  for (const known of await knownFlags(app, tx, rules)) {
    const holders = holdersOf(alerts, known.name);
    const { flag, effect } = flagStep(known, { holders, automation }, now);
    flags.push(flag);
    if (before.get(flag.name) === JSON.stringify(flag)) continue;
    changed = true;
    await putFlag(tx, flag);
    if (effect !== null)
      await noteSwitch(tx, known, flag, { actor: "system", origin: "alerts", atMs: now.atMs });
  }
  return { flags, changed };
}

/** Writes down who switched a flag, from where, and why. */
export const noteSwitch = (
  tx: Tx,
  before: Flag,
  after: Flag,
  by: { actor: string; origin: string; atMs: number },
): Promise<void> =>
  appendEvent(tx, {
    ...by,
    action: "flag.switched",
    subject: after.name,
    before: JSON.stringify({ enabled: before.enabled }),
    after: JSON.stringify({ enabled: after.enabled }),
    reason: after.reason,
  });
