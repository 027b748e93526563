import type { RollbackReport, TrafficChange, TrafficReply } from "@/lib/contract/traffic";
import type { Environment } from "@/lib/domain/environment";
import { fixed, percent, UNKNOWN } from "@/lib/domain/format";
import { age } from "./dates";

/** The traffic in words: one sentence for one state, the same on strip, page and panel. */

const GAP = "\u00a0";

/** `50 %`, `33.3 %`. */
export const weight = (value: number | null): string =>
  value === null ? UNKNOWN : `${fixed(value, Math.abs(value - Math.round(value)) < 0.05 ? 0 : 1)}${GAP}%`;

/** `blue · sprint-14`, or `blue` where nobody says which version it runs. */
export const named = (environment: Environment, version: string | null): string =>
  version === null ? environment : `${environment} · ${version}`;

/** A split as one says it: by the side that has everything, else by green's share. */
export const splitWords = ({ blue, green }: { blue: number; green: number }): string =>
  blue === 100 ? "all on blue" : green === 100 ? "all on green" : `${weight(green)} green`;

export interface Said {
  /** A shape of its own, so that colour is never the only sign. */
  sign: string;
  words: string;
  tone: "calm" | "warn" | "bad";
}

/** Whether the balancer has what is wanted. */
export function syncWords({ sync, environments, unreadable, moving }: TrafficReply): Said {
  const { desired_weight: wanted, applied_weight: read } = environments.green;
  switch (sync) {
    case "in_sync":
      return { sign: "✓", words: "in sync", tone: "calm" };
    case "pending":
      return {
        sign: "…",
        words: `${moving?.kind ?? "change"} on its way: wanted ${weight(wanted)} green, read ${weight(read)}`,
        tone: "calm",
      };
    case "drifted":
      return {
        sign: "▲",
        words: `drifted: wanted ${weight(wanted)} green, read ${weight(read)}`,
        tone: "warn",
      };
    case "unknown":
      return { sign: "?", words: `cannot be read: ${unreadable ?? "no answer"}`, tone: "warn" };
  }
}

type Readiness = NonNullable<TrafficReply["rollback"]>;

const FRESH_MS = 30_000;

/** What is not in order with the target of a rollback: the sentence that has to be read before it gets everything. */
export function faultOf({ to, said, checked_at }: Readiness, nowMs: number): string {
  const about = said.startsWith("environments.") ? said : `${to} ${said}`;
  if (checked_at === null) return about;
  const agoMs = nowMs - Date.parse(checked_at);
  return agoMs <= FRESH_MS ? about : `${about}, and that was ${age(agoMs)} ago`;
}

/** Whether the target of a rollback is good, and since when that is known. */
export function readyWords(rollback: Readiness, nowMs: number): Said {
  if (!rollback.known_good)
    return { sign: "▲", words: `not known good: ${faultOf(rollback, nowMs)}`, tone: "warn" };
  if (rollback.checked_at === null) return { sign: "✓", words: "ready, healthy", tone: "calm" };
  const agoMs = nowMs - Date.parse(rollback.checked_at);
  // No newer answer has come since, whatever the reason.
  if (agoMs > 2 * FRESH_MS)
    return { sign: "▲", words: `was healthy when it was asked ${age(agoMs)} ago`, tone: "warn" };
  return { sign: "✓", words: `ready, healthy, checked ${age(agoMs)} ago`, tone: "calm" };
}

/** What a shift will do, before it does. */
export function shiftWords(green: number, { environments }: TrafficReply): string {
  const [to, from] = [named("green", environments.green.version), named("blue", environments.blue.version)];
  if (green === 100) return `Every new article goes to ${to}; ${from} gets none and stays ready.`;
  if (green === 0) return `Every new article goes to ${from}; ${to} gets none.`;
  return `${weight(green)} of new articles go to ${to}; ${from} keeps ${weight(100 - green)}.`;
}

type Observed = TrafficReply["environments"]["blue"]["observed"];

/** `6 of 13`: what was counted since the split began. */
export const observedWords = ({ share, n }: Observed): string =>
  share === null ? "none yet" : `${fixed(Math.round(share * n), 0)} of ${fixed(n, 0)}`;

/** `23 … 71 %`: between what the true share lies, 19 times of 20. */
export const boundsWords = ({ interval }: Pick<Observed, "interval">): string =>
  interval === null ? "" : `${fixed(interval.low * 100, 0)} … ${percent(interval.high, 0)}`;

const KINDS: Record<TrafficChange["kind"], string> = {
  shift: "shift",
  rollback: "rollback",
  undo: "undo",
  external: "changed from outside",
  reconcile: "put right",
};

export const kindWords = (kind: TrafficChange["kind"]): string => KINDS[kind];

/** `50 % green → all on blue`; where nothing moved, where it stands. */
export const movedWords = ({ from, to }: Pick<TrafficChange, "from" | "to">): string =>
  from.green === to.green ? splitWords(to) : `${splitWords(from)} → ${splitWords(to)}`;

/** What a rollback moved: `50 % green → 100 % blue`. */
export const rolledWords = ({ from, to }: Pick<RollbackReport, "from" | "to">): string =>
  from.weight === 0
    ? `all on ${to.environment}, as before`
    : `${weight(from.weight)} ${from.environment} → ${weight(to.weight)} ${to.environment}`;
