import { type Notify, noteOf } from "./alert-effect";
import type { WatchedRule } from "./alert-rule";
import type { Alert, Firing } from "./alert-state";

interface Told {
  alert: Alert;
  notify: Notify | null;
}

/**
 * Tells people, where there is something to tell. A silence mutes what is new; where it ends while the alert still
 * fires, that is told then. The end of what was told is told whatever is silenced by now, so that no receiver is left
 * with an alert that never ends: what each receives alternates.
 */
export function told(
  before: Alert,
  after: Alert,
  rule: WatchedRule,
  now: { atMs: number; passedMs: number },
): Told {
  if (after.firing === null) return { alert: after, notify: ending(before.firing, after, rule, now.atMs) };
  const firing = aged(before, after, after.firing, now.passedMs);
  const transition = dueTelling(after, firing, rule);
  if (transition === null) return { alert: { ...after, firing }, notify: null };
  const renotified = firing.renotified + (transition === "renotified" ? 1 : 0);
  const key = `${firing.id}:${transition}${transition === "renotified" ? `:${renotified}` : ""}`;
  const note = noteOf(after, rule, firing.id, now.atMs);
  return {
    alert: { ...after, firing: { ...firing, renotified, toldAgoMs: 0 } },
    notify: { kind: "notify", key, transition, note },
  };
}

function ending(ended: Firing | null, after: Alert, rule: WatchedRule, atMs: number): Notify | null {
  if (ended === null || ended.toldAgoMs === null) return null;
  const note = noteOf(after, rule, ended.id, atMs);
  return { kind: "notify", key: `${ended.id}:resolved`, transition: "resolved", note };
}

const bad = ({ seen }: Alert): boolean => seen === "breach" || seen === "between";

/** Time without a signal brings no reminder nearer: a source that is back is no news. */
const aged = (before: Alert, after: Alert, firing: Firing, passedMs: number): Firing =>
  firing.toldAgoMs !== null && bad(before) && bad(after)
    ? { ...firing, toldAgoMs: firing.toldAgoMs + passedMs }
    : firing;

function dueTelling(
  alert: Alert,
  { acknowledged, toldAgoMs }: Firing,
  { dryRun, action, renotifyMs }: WatchedRule,
): "fired" | "renotified" | null {
  if (!bad(alert) || dryRun || action.kind === "none" || alert.silence !== null) return null;
  if (toldAgoMs === null) return "fired";
  return acknowledged === null && renotifyMs !== null && toldAgoMs >= renotifyMs ? "renotified" : null;
}
