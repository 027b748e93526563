import { dueAction } from "./alert-action";
import { type AlertEffect, type Entry, type EntryKind, entryKey, noteOf } from "./alert-effect";
import { moved, sightOf } from "./alert-move";
import type { WatchedRule } from "./alert-rule";
import {
  type Alert,
  type AlertsInput,
  type AlertsState,
  alertKey,
  type Look,
  newAlert,
  type Reading,
} from "./alert-state";
import { told } from "./alert-tell";
import type { FindingVerdict } from "./finding";
import { silenceOf } from "./silence";

type Scene = Omit<AlertsInput, "readings" | "rules"> & { atMs: number; clockMs: number; passedMs: number };

interface Advanced {
  alert: Alert;
  effects: AlertEffect[];
}

/**
 * All alerts after a look at the evidence, and what that asks of the outside: at most one notification, one action and
 * one entry of the history for each alert. State and effects are to be stored together; then a crash at any moment
 * repeats nothing and loses nothing.
 *
 * @source docs/decisions/0011-one-evidence-function-one-step-function.md
 */
export function step(
  state: AlertsState,
  input: AlertsInput,
  look: Look,
): { state: AlertsState; effects: AlertEffect[] } {
  const passedMs = countedMs(look);
  const clockMs = state.clockMs + passedMs;
  const scene = { ...input, atMs: look.atMs, clockMs, passedMs };
  const rules = new Map(input.rules.map((rule) => [rule.name, rule]));
  const readings = new Map(input.readings.map((reading) => [alertKey(reading), reading]));
  let { lastFiring } = state;
  const alerts: Alert[] = [];
  const effects: AlertEffect[] = [];
  for (const alert of withNew(state.alerts, input.readings, look.atMs)) {
    const rule = rules.get(alert.rule);
    if (rule === undefined) {
      effects.push(...withdrawn(alert, look.atMs));
      continue;
    }
    const next = advanced(alert, rule, readings.get(alertKey(alert)), lastFiring + 1, scene);
    lastFiring = Math.max(lastFiring, next.alert.firing?.id ?? 0);
    alerts.push(next.alert);
    effects.push(...next.effects);
  }
  return { state: { clockMs, lastFiring, alerts }, effects };
}

/** A clock that goes back, or nowhere, counts for nothing. */
const countedMs = ({ passedMs }: Look): number =>
  passedMs !== null && Number.isFinite(passedMs) ? Math.max(0, passedMs) : 0;

function withNew(alerts: readonly Alert[], readings: readonly Reading[], atMs: number): Alert[] {
  const all = new Map(alerts.map((alert) => [alertKey(alert), alert]));
  for (const reading of readings) {
    const key = alertKey(reading);
    if (!all.has(key)) all.set(key, newAlert(reading, atMs));
  }
  return [...all.values()];
}

/** An alert whose rule is gone ends with it; whoever was told that it fired is told so. */
function withdrawn(alert: Alert, atMs: number): AlertEffect[] {
  const { firing } = alert;
  if (firing === null) return [];
  const note = noteOf(alert, firing.watched, firing.id, atMs);
  const entry: Entry = {
    ...{ kind: "record", key: entryKey(alert), entry: "resolved", note, action: null, done: false },
    ...{ why: "its rule is no longer in force", silence: null, dryRun: false },
  };
  return firing.toldAgoMs === null
    ? [entry]
    : [entry, { kind: "notify", key: `${firing.id}:resolved`, transition: "resolved", note }];
}

const MISSING: readonly FindingVerdict[] = ["no_data", "cannot_measure"];

/** A source that is stale, or that could not be asked, decides nothing: the alert stays as it is. */
function advanced(
  before: Alert,
  rule: WatchedRule,
  reading: Reading | undefined,
  nextFiring: number,
  scene: Scene,
): Advanced {
  const silence = silenceOf(scene.silences, before, scene.clockMs);
  if (reading === undefined || reading.stale) {
    const alert = { ...before, silence: silence?.id ?? null, seen: null, inhibited: true };
    return { alert, effects: [] };
  }
  const { finding } = reading;
  const sight = sightOf(rule, finding, before.firing !== null);
  const hadData = before.hadData || !MISSING.includes(finding.verdict);
  const shown = { ...before, finding, hadData, inhibited: false, silence: silence?.id ?? null };
  const alert = moved(shown, rule, sight, { atMs: scene.atMs, passedMs: scene.passedMs, nextFiring });
  return withEffects(before, alert, rule, scene);
}

/** What the change of an alert asks for. An action that waited makes an entry of its own when it is carried out. */
function withEffects(before: Alert, after: Alert, rule: WatchedRule, scene: Scene): Advanced {
  const silence = silenceOf(scene.silences, after, scene.clockMs);
  const due = dueAction(after, rule, { ...scene, silence });
  const withheld = due.do === "withhold" ? due.why : null;
  const { alert: heard, notify } = told(before, { ...after, withheld }, rule, scene);
  const firing = after.firing ?? before.firing;
  const note = noteOf(after, rule, firing?.id ?? null, scene.atMs);
  const change = changeOf(before, after) ?? (due.do === "act" ? "acted" : null);
  const effects: AlertEffect[] = notify === null ? [] : [notify];
  let alert = heard;
  if (due.do === "act" && alert.firing !== null) {
    const { action, release } = due;
    const key = `${alert.firing.id}:${action.kind}${release === null ? "" : `:${release}`}`;
    effects.push({ kind: "act", key, action, release, note });
    alert = {
      ...alert,
      actedClockMs: scene.clockMs,
      firing: { ...alert.firing, acted: { action, release } },
    };
  }
  if (change === null) return { alert, effects };
  const tells = rule.action.kind === "none" || rule.action.kind === "notify";
  const entry: Entry = {
    ...{ kind: "record", key: entryKey(alert), entry: change, note, action: tells ? null : rule.action },
    ...{ done: due.do === "act", why: withheld, silence: alert.silence, dryRun: rule.dryRun },
  };
  return { alert: { ...alert, entries: alert.entries + 1 }, effects: [...effects, entry] };
}

function changeOf(before: Alert, after: Alert): EntryKind | null {
  if (after.firing !== null && after.firing.id !== before.firing?.id) return "fired";
  if (before.firing !== null && after.firing === null) return "resolved";
  if (before.state === after.state || !before.hadData) return null;
  if (after.state === "no_data") return "no_data";
  return before.state === "no_data" ? "data_back" : null;
}
