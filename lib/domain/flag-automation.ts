import type { Alert, Automation } from "./alert-state";

/** A switch that jobs read. */
export interface Flag {
  name: string;
  enabled: boolean;
  /** What it is while no alert holds it: its default, or what a person set it to last. */
  base: boolean;
  by: string;
  atMs: number;
  reason: string | null;
  /** When it was switched by itself within the last hour, by the engine's clock. */
  flips: readonly number[];
  /** Firings that a person has overruled: they hold it no more. */
  waived: readonly number[];
  /** Why a switch that is due waits. */
  postponed: string | null;
}

/** An alert that keeps a flag at a value, from its action until it is resolved. */
export interface Holder {
  firing: number;
  rule: string;
  enabled: boolean;
}

export interface Flip {
  kind: "flip";
  key: string;
  flag: string;
  enabled: boolean;
  why: string;
}

/** At most this many automatic switches of one flag in any hour of the engine's clock. */
const FLIPS_MAX = 2;
export const FLIPS_MS = 3_600_000;

/** The alerts that keep a flag at a value. Whether they did what their rule says was decided by the alert engine. */
export const holdersOf = (alerts: readonly Alert[], flag: string): Holder[] =>
  alerts.flatMap(({ rule, firing }) => {
    const action = firing?.acted?.action;
    if (firing === null || action?.kind !== "set_flag" || action.flag !== flag) return [];
    return [{ firing: firing.id, rule, enabled: action.enabled }];
  });

/**
 * A flag after a look at the alerts. It follows those that hold it (off wins), and goes back to what it was when the
 * last one is resolved; for the RAG flag that is after ten minutes under 400 ms. What a person said outranks the firings
 * of that moment. A third switch within an hour waits until the first is an hour old: then what is due by then is done.
 */
export function flagStep(
  flag: Flag,
  { holders, automation }: { holders: readonly Holder[]; automation: Automation },
  now: { atMs: number; clockMs: number },
): { flag: Flag; effect: Flip | null } {
  const holding = holders.filter(({ firing }) => !flag.waived.includes(firing));
  const flips = flag.flips.filter((flip) => now.clockMs - flip < FLIPS_MS);
  const waived = flag.waived.filter((waivedId) => holders.some(({ firing }) => firing === waivedId));
  const kept = { ...flag, flips, waived, postponed: null };
  const enabled = holding.length === 0 ? flag.base : holding.every((holder) => holder.enabled);
  if (enabled === flag.enabled) return { flag: kept, effect: null };
  const postponed = objection(flips, automation);
  if (postponed !== null) return { flag: { ...kept, postponed }, effect: null };
  const why = reasonOf(holding);
  const key = `${flag.name}:${enabled ? "on" : "off"}:${now.clockMs}`;
  return {
    flag: { ...kept, enabled, by: "automation", atMs: now.atMs, reason: why, flips: [...flips, now.clockMs] },
    effect: { kind: "flip", key, flag: flag.name, enabled, why },
  };
}

function objection(flips: readonly number[], automation: Automation): string | null {
  if (!automation.on) return `automatic actions are off: ${automation.why}`;
  return flips.length < FLIPS_MAX ? null : `switched ${FLIPS_MAX} times within the last hour`;
}

const reasonOf = (holding: readonly Holder[]): string =>
  holding.length === 0
    ? "no alert holds it any more"
    : `held by ${[...new Set(holding.map(({ rule }) => rule))].join(", ")}`;

/** A flag as a person has set it: at once, whatever alerts say now, and no part of the cap. */
export const flagSet = (
  flag: Flag,
  wish: { enabled: boolean; by: string; reason: string | null },
  holders: readonly Holder[],
  atMs: number,
): Flag => ({
  ...flag,
  ...wish,
  base: wish.enabled,
  atMs,
  waived: holders.map(({ firing }) => firing),
  postponed: null,
});
