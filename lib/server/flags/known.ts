import { storedFlags } from "@/db/queries/switches";
import type { Db, Tx } from "@/db/schema";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import type { Flag } from "@/lib/domain/flag-automation";
import type { App } from "@/lib/server/app";

/** What a flag that nobody has switched was set by. */
export const BY_DEFAULT = "default";

const untouched = (name: string, enabled: boolean, atMs: number): Flag => ({
  ...{ name, enabled, base: enabled, by: BY_DEFAULT, atMs, reason: null },
  ...{ flips: [], waived: [], postponed: null },
});

/**
 * Every flag: those of the settings, those that a rule switches, and those that were ever switched. One that nobody has
 * switched follows the settings.
 */
export async function knownFlags(app: App, db: Db | Tx, rules: readonly WatchedRule[]): Promise<Flag[]> {
  const { defaults } = app.settings().flags;
  const stored = new Map((await storedFlags(db)).map((flag) => [flag.name, flag]));
  const ofRules = rules.flatMap(({ action }) => (action.kind === "set_flag" ? [action.flag] : []));
  const names = new Set([...defaults.keys(), ...ofRules, ...stored.keys()]);
  return [...names].map((name) => {
    const flag = stored.get(name);
    const enabled = defaults.get(name) ?? true;
    if (flag === undefined || (flag.by === BY_DEFAULT && flag.base !== enabled))
      return untouched(name, enabled, app.nowMs());
    return flag;
  });
}
