import { type Environment, other } from "./environment";

/** Who has the traffic, and what a rollback would give it back to. Pure: its driver and its store are elsewhere. */
export interface Traffic {
  /** Rises with every change that is wanted; what was begun under an older one is void. */
  epoch: number;
  live: Environment;
  /** Who was live before; null before the first switch. */
  previous: Environment | null;
  /** What stands ready to take everything back once `live` has it all; null where there is nothing to undo. */
  backup: Environment | null;
  /** Percent of new work that green shall have. */
  green: number;
  /** A change on its way to the balancer. */
  moving: Moving | null;
}

export const CHANGE_KINDS = ["shift", "rollback", "undo", "external", "reconcile"] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Moving {
  kind: ChangeKind;
  fromGreen: number;
  actor: string;
  sinceMs: number;
}

/** The share of new work that one environment has, of green's percent. */
export const weightOf = (environment: Environment, green: number): number =>
  environment === "green" ? green : 100 - green;

/** Green's percent when one environment has everything. */
export const allOn = (environment: Environment): number => (environment === "green" ? 100 : 0);

/** A change that is not confirmed after this long has come to nothing, whoever began it. */
const MOVING_MS_MAX = 10_000;

export type Refusal = { refused: "moving"; by: Moving } | { refused: "nothing-to-undo"; why: string };

/** The traffic once somebody wants that share; refused while another change is on its way. */
export function shifted(
  traffic: Traffic,
  wish: { green: number; kind: ChangeKind; actor: string; nowMs: number },
): Traffic | Refusal {
  const { moving } = traffic;
  if (moving !== null && wish.nowMs - moving.sinceMs < MOVING_MS_MAX)
    return { refused: "moving", by: moving };
  return begun(traffic, wish);
}

/**
 * The traffic once it is to go back: to the live environment while it shares, else to the one that stands ready.
 * Outranks a change on its way. Refused where nothing is to be undone: never to what was rolled back from.
 */
export function rolledBack(traffic: Traffic, wish: { actor: string; nowMs: number }): Traffic | Refusal {
  const target = rollbackTarget(traffic);
  if (target === null) {
    const why = `${traffic.live} has all the traffic, and nothing stands ready to take it back`;
    return { refused: "nothing-to-undo", why };
  }
  return begun(traffic, { ...wish, green: allOn(target), kind: "rollback" });
}

/** What a rollback would give everything to; null where there is nothing to undo. */
export function rollbackTarget({ live, backup, green, moving }: Traffic): Environment | null {
  if (moving?.kind === "rollback") return green === 100 ? "green" : "blue";
  if (green !== allOn(live) || (moving !== null && moving.fromGreen !== allOn(live))) return live;
  return backup;
}

function begun(
  traffic: Traffic,
  { green, kind, actor, nowMs }: { green: number; kind: ChangeKind; actor: string; nowMs: number },
): Traffic {
  const fromGreen = traffic.moving?.fromGreen ?? traffic.green;
  return {
    ...traffic,
    epoch: traffic.epoch + 1,
    green,
    moving: { kind, fromGreen, actor, sinceMs: nowMs },
  };
}

/** The traffic once a read has shown what was wanted: who gets everything is live from now on. */
export function confirmed(traffic: Traffic): Traffic {
  const { live, green, moving } = traffic;
  const settled = { ...traffic, moving: null };
  const rollback = moving?.kind === "rollback";
  if (green !== allOn(other(live))) return rollback ? { ...settled, backup: null } : settled;
  return { ...settled, live: other(live), previous: live, backup: rollback ? null : live };
}

/** The traffic once a change has failed: what was wanted before is wanted again. A rollback stays wanted. */
export function failed(traffic: Traffic): Traffic {
  const { moving } = traffic;
  if (moving === null || moving.kind === "rollback") return traffic;
  return { ...traffic, green: moving.fromGreen, moving: null };
}

export type Sync = "in_sync" | "pending" | "drifted" | "unknown";

export interface Reading {
  /** What was read last; null where the balancer gives work to nobody, or never could be read. */
  appliedGreen: number | null;
  /** Why the balancer cannot be read now; null while it can. */
  unreadable: string | null;
  /** Since when what is applied is not what is wanted; null while it is. */
  differsSinceMs: number | null;
}

/** How long a difference is on its way, before it is one. */
const PENDING_MS = 10_000;

/** Whether what is applied, as it was read, is what is wanted. */
export function syncOf(
  { appliedGreen, unreadable, differsSinceMs }: Reading,
  green: number,
  nowMs: number,
): Sync {
  if (unreadable !== null) return "unknown";
  if (appliedGreen === green) return "in_sync";
  return differsSinceMs === null || nowMs - differsSinceMs < PENDING_MS ? "pending" : "drifted";
}

/** What is to be done about a difference between what is wanted and what was read. */
export type Remedy =
  | { do: "nothing" }
  /** What was wanted is there, and nobody has stored it. */
  | { do: "confirm" }
  /** A change has come to nothing. */
  | { do: "give-up"; why: string }
  | { do: "send"; why: string }
  /** Somebody moved it by hand, and it is left so: shown, recorded, never overwritten upwards. */
  | { do: "show"; why: string };

interface Difference {
  applied: { green: number | null; generation: string };
  /** The generation that was read before. */
  generation: string | null;
  /** Whether a change is being carried out right now, here or by another process. */
  acting: boolean;
  /** Whether it was sent again already since the difference was first seen. */
  resent: boolean;
  nowMs: number;
}

/**
 * What a look at the balancer asks for.
 *
 * A balancer that began anew has forgotten what it was told, and is told again. What a hand has moved is put back
 * once where that takes work from the environment that is not live; never where it would give it more.
 */
export function remedy(traffic: Traffic, { applied, generation, acting, resent, nowMs }: Difference): Remedy {
  const { live, green, moving } = traffic;
  if (acting) return { do: "nothing" };
  const there = applied.green === green;
  if (moving !== null) {
    if (there) return { do: "confirm" };
    if (moving.kind === "rollback") return { do: "send", why: "an accepted rollback is not done yet" };
    if (nowMs - moving.sinceMs < MOVING_MS_MAX) return { do: "nothing" };
    return { do: "give-up", why: "interrupted before the balancer had taken it" };
  }
  if (there) return { do: "nothing" };
  if (generation !== null && generation !== applied.generation)
    return { do: "send", why: "the balancer began anew and had forgotten the weights" };
  const newShare = (percent: number) => weightOf(other(live), percent);
  const more = applied.green === null || newShare(green) > newShare(applied.green);
  if (more)
    return { do: "show", why: "moved by hand; putting it back would give more to the new environment" };
  return resent
    ? { do: "show", why: "moved by hand again after it was put back" }
    : { do: "send", why: "moved by hand" };
}

/** What somebody else has written into the state file. */
export interface Edit {
  live: Environment;
  green: number;
}

/**
 * The traffic once an edit from outside is taken in; null where it says nothing new.
 * A writer that does not know weights changes who is live and leaves them as they were: then who is live counts.
 */
export function edited(traffic: Traffic, edit: Edit, appliedBefore: number): Traffic | null {
  const turned = edit.live !== traffic.live;
  const green = turned && edit.green === appliedBefore ? allOn(edit.live) : Math.round(edit.green);
  if (!turned && green === traffic.green) return null;
  return {
    epoch: traffic.epoch + 1,
    live: edit.live,
    previous: turned ? traffic.live : traffic.previous,
    backup: turned ? traffic.live : traffic.backup,
    green,
    moving: null,
  };
}
