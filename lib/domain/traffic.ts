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

/** For how long a change on its way keeps others from being begun. */
const MOVING_MS_MAX = 10_000;

/** What was accepted stays wanted until the outside shows it; any other change comes to nothing where it fails. */
const LASTING: readonly ChangeKind[] = ["rollback", "external"];

export type Refusal = { refused: "moving"; by: Moving } | { refused: "nothing-to-undo"; why: string };

/** The traffic once somebody wants that share; refused while another change is on its way, and until a rollback is done. */
export function shifted(
  traffic: Traffic,
  wish: { green: number; kind: ChangeKind; actor: string; nowMs: number },
): Traffic | Refusal {
  const { moving, green } = traffic;
  if (moving !== null && (moving.kind === "rollback" || young(moving, wish.nowMs)))
    return { refused: "moving", by: moving };
  return begun(traffic, { ...wish, fromGreen: moving?.fromGreen ?? green });
}

/** A clock that was put back makes nothing young. */
function young({ sinceMs }: Moving, nowMs: number): boolean {
  const ageMs = nowMs - sinceMs;
  return ageMs >= 0 && ageMs < MOVING_MS_MAX;
}

/**
 * The traffic once it is to go back. Outranks a change on its way; one that is a rollback already is joined: nothing new
 * is wanted. Refused where nothing is to be undone: never to what was rolled back from. A release that knows what it
 * goes back to says so by `to`: by the traffic alone, one that had everything and was moved by others looks live.
 */
export function rolledBack(
  traffic: Traffic,
  wish: { actor: string; nowMs: number; appliedGreen: number | null; to?: Environment | null },
): Traffic | Refusal {
  const target = rollbackTarget(traffic, wish.appliedGreen, wish.to);
  if (target === null) {
    const why = `${wish.to ?? traffic.live} has all the traffic, and nothing stands ready to take it back`;
    return { refused: "nothing-to-undo", why };
  }
  if (traffic.moving?.kind === "rollback" && traffic.green === allOn(target)) return traffic;
  const moved = traffic.moving === null && wish.appliedGreen !== null ? Math.round(wish.appliedGreen) : null;
  return begun(traffic, {
    ...wish,
    green: allOn(target),
    fromGreen: moved ?? traffic.green,
    kind: "rollback",
  });
}

/**
 * What a rollback would give everything to; null where there is nothing to undo.
 * The live environment while it shares, else the one that stands ready; else the live one where a hand has moved some.
 * `to`: what a release goes back to, whoever may have become live by a hand since.
 */
export function rollbackTarget(
  { live, backup, green, moving }: Traffic,
  appliedGreen: number | null,
  to: Environment | null = null,
): Environment | null {
  if (to !== null) return moving === null && green === allOn(to) && same(appliedGreen, allOn(to)) ? null : to;
  if (moving?.kind === "rollback") return green === 100 ? "green" : "blue";
  const whole = allOn(live);
  if (green !== whole || (moving !== null && moving.fromGreen !== whole)) return live;
  if (backup !== null) return backup;
  return appliedGreen === null || same(appliedGreen, whole) ? null : live;
}

function begun(
  traffic: Traffic,
  {
    green,
    fromGreen,
    kind,
    actor,
    nowMs,
  }: { green: number; fromGreen: number; kind: ChangeKind; actor: string; nowMs: number },
): Traffic {
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
  const still = { ...traffic, moving: null };
  const rollback = moving?.kind === "rollback";
  if (green !== allOn(other(live))) return rollback ? { ...still, backup: null } : still;
  return { ...still, live: other(live), previous: live, backup: rollback ? null : live };
}

/** The traffic once a change has failed: what was wanted before is wanted again. What was accepted stays wanted. */
export function failed(traffic: Traffic): Traffic {
  const { moving } = traffic;
  if (moving === null || LASTING.includes(moving.kind)) return traffic;
  return { ...traffic, green: moving.fromGreen, moving: null };
}

/** Whether a share that was read is the one that is wanted, in whole percent. */
export const same = (appliedGreen: number | null, green: number): boolean =>
  appliedGreen !== null && Math.abs(appliedGreen - green) < 0.5;

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
  if (same(appliedGreen, green)) return "in_sync";
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
  /** What was read; null where nothing could be. */
  applied: { green: number | null; generation: string } | null;
  /** The generation in which what is wanted was last there. */
  generation: string | null;
  /** Whether somebody carries out a change right now, here or in another process. */
  acting: boolean;
  /** Whether it was put back already since this split is wanted. */
  resent: boolean;
}

/**
 * What a look at the balancer asks for.
 *
 * A change that nobody carries out any more was interrupted: what was accepted is sent again, anything else has come to
 * nothing. A balancer that began anew has forgotten what it was told, and is told again. What a hand has moved is put
 * back once where that takes work from the environment on trial; never where it would give it more.
 */
export function remedy(traffic: Traffic, { applied, generation, acting, resent }: Difference): Remedy {
  const { green, moving } = traffic;
  if (acting) return { do: "nothing" };
  const there = applied !== null && same(applied.green, green);
  if (moving !== null) {
    if (there) return { do: "confirm" };
    if (LASTING.includes(moving.kind))
      return { do: "send", why: `an accepted ${moving.kind} is not done yet` };
    return applied === null ? { do: "nothing" } : { do: "give-up", why: "interrupted before it was taken" };
  }
  if (applied === null || there) return { do: "nothing" };
  if (generation !== null && generation !== applied.generation)
    return { do: "send", why: "the balancer began anew and did not know the weights" };
  const trial = onTrial(traffic);
  if (applied.green === null || weightOf(trial, green) > weightOf(trial, applied.green))
    return { do: "show", why: `moved by hand; putting it back would give more to ${trial}` };
  return resent
    ? { do: "show", why: "moved by hand again after it was put back" }
    : { do: "send", why: "moved by hand" };
}

/** What has yet to prove itself: the live environment while another stands ready to take over, else the other one. */
const onTrial = ({ live, backup }: Traffic): Environment => (backup === null ? other(live) : live);

/** What the outside says by itself, such as an edited state file. */
export interface Edit {
  live: Environment;
  previous: Environment | null;
  /** Whether it says that it was rolled back to. */
  rolledBack: boolean;
  green: number;
}

/** The traffic as it is found where nothing is stored yet: nobody has wanted anything else. */
export function found(edit: Edit, nowMs: number): Traffic {
  const { live, previous, rolledBack: undone, green } = edit;
  const before = previous === live ? null : previous;
  const base = { epoch: 1, live, previous: before, backup: undone ? null : before };
  return settled({ ...base, green: Math.round(green), moving: null }, edit, green, nowMs);
}

/**
 * The traffic once an edit from outside is taken in; null where it says nothing new.
 * A writer that does not know weights changes who is live and leaves them as they were: then who is live counts.
 */
export function edited(traffic: Traffic, edit: Edit, appliedBefore: number, nowMs: number): Traffic | null {
  const turned = edit.live !== traffic.live;
  const green = turned && edit.green === appliedBefore ? allOn(edit.live) : Math.round(edit.green);
  if (!turned && green === traffic.green) return null;
  const before = turned ? traffic.live : traffic.previous;
  const backup = turned ? (edit.rolledBack ? null : traffic.live) : traffic.backup;
  const base = { epoch: traffic.epoch + 1, live: edit.live, previous: before, backup };
  return settled({ ...base, green, moving: null }, edit, traffic.green, nowMs);
}

/** Where the outside contradicts itself, it is to be told what it says: a change on its way. */
function settled(next: Traffic, edit: Edit, fromGreen: number, nowMs: number): Traffic {
  const after = confirmed(next);
  if (after.live === edit.live && same(edit.green, after.green)) return next;
  const moving = { kind: "external" as const, fromGreen: Math.round(fromGreen), actor: "external" };
  return { ...next, moving: { ...moving, sinceMs: nowMs } };
}
