import { queueNotification } from "@/db/record/notifications";
import type { Tx } from "@/db/schema";
import type { NotificationPayload } from "@/lib/contract/notifications";
import { type AlertEffect, grouped, type Notify } from "@/lib/domain/alert-effect";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import { type AlertsState, alertKey } from "@/lib/domain/alert-state";
import { runbookOf } from "@/lib/domain/default-rules";
import type { Flag } from "@/lib/domain/flag-automation";
import {
  alertWords,
  doneWords,
  plain,
  releaseKind,
  releaseWords,
  type Told,
  type ToldAlert,
} from "@/lib/domain/notification-words";
import type { Release } from "@/lib/domain/release";
import type { Effect } from "@/lib/domain/release-effect";
import { ownUrl } from "@/lib/server/access/auth";
import type { App } from "@/lib/server/app";
import { receiversOfTold } from "./receivers";

/** What one look of the alert engine has found, with the alerts before and after it, and the flags after it. */
export interface AlertNews {
  effects: readonly AlertEffect[];
  before: AlertsState;
  after: AlertsState;
  rules: readonly WatchedRule[];
  flags: readonly Flag[];
}

/**
 * Queues what a look asks to be told, in the transaction that stores the look: then no crash loses it or repeats it.
 * What one look found of one rule is one notification.
 */
export async function queuedAlerts(app: App, tx: Tx, news: AlertNews): Promise<void> {
  const notifications = news.effects.filter((effect) => effect.kind === "notify");
  for (const group of grouped(notifications)) await queued(app, tx, "alerts", alertPayload(app, group, news));
}

/** Queues a digest, once for each receiver that is told digests. */
export const queuedDigest = (app: App, tx: Tx, draft: Draft): Promise<void> =>
  queued(app, tx, "digest", draft);

/** As `queuedAlerts`, of one step of a release; `release` is as it stands after the step. */
export async function queuedRelease(
  app: App,
  tx: Tx,
  { release, effects, atMs }: { release: Release; effects: readonly Effect[]; atMs: number },
): Promise<void> {
  const notifications = effects.filter((effect) => effect.kind === "notify");
  for (const [at, { about, said }] of notifications.entries())
    await queued(app, tx, "releases", releasePayload(app, release, { about, said, atMs, at }));
}

/** What is sent, but for the one it is sent to. */
export type Draft = Omit<NotificationPayload, "receiver">;

async function queued(app: App, tx: Tx, told: Told, draft: Draft): Promise<void> {
  for (const { name } of receiversOfTold(app.settings(), told)) {
    const payload: NotificationPayload = { ...draft, receiver: name };
    const row = { key: draft.key, receiver: name, payload: JSON.stringify(payload) };
    await queueNotification(tx, { ...row, atMs: app.nowMs() });
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Addresses of the interface. */
export const linkTo = (app: App, page: "alerts" | "releases" | "report" | "settings"): string =>
  `${ownUrl(app.settings())}/${page}`;

function alertPayload(app: App, group: readonly Notify[], news: AlertNews): Draft {
  const [first] = group;
  if (first === undefined) throw new RangeError("nothing to tell");
  const { transition, note } = first;
  const told = group.map((notify) => toldOf(notify, news));
  const link = linkTo(app, "alerts");
  const runbook = `${ownUrl(app.settings())}${runbookOf(note.rule)}`;
  return {
    ...alertWords(transition, told, { link, runbook }),
    version: 1,
    key: group
      .map(({ key }) => key)
      .sort()
      .join("+"),
    kind: transition,
    status: transition === "resolved" ? "resolved" : "firing",
    severity: note.severity,
    time: iso(note.atMs),
    link,
    alerts: told.map((alert) => alertPart(transition, alert, runbook)),
    release: null,
  };
}

function toldOf({ transition, note }: Notify, { before, after, rules, flags }: AlertNews): ToldAlert {
  const find = ({ alerts }: AlertsState) => alerts.find((alert) => alertKey(alert) === alertKey(note));
  const alert = transition === "resolved" ? find(before) : find(after);
  const rule = rules.find(({ name }) => name === note.rule);
  const action = rule?.action ?? null;
  const flag = action?.kind === "set_flag" ? flags.find(({ name }) => name === action.flag) : undefined;
  return {
    note,
    op: rule?.op ?? null,
    sinceMs: alert?.firing?.sinceMs ?? null,
    done: doneWords(transition, {
      action,
      acted: (alert?.firing?.acted ?? null) !== null,
      withheld: alert?.withheld ?? null,
      flag: flag ?? null,
    }),
  };
}

function alertPart(
  transition: Notify["transition"],
  { note, op, sinceMs, done }: ToldAlert,
  runbook: string,
): NotificationPayload["alerts"][number] {
  const { rule, environment, severity, metric, threshold, value, n, said, firing, atMs } = note;
  const over = transition === "resolved";
  return {
    ...{ rule, environment, severity, status: over ? "resolved" : "firing", metric, operator: op },
    ...{ threshold, value, n, said: plain(said), firing },
    starts_at: sinceMs === null ? null : iso(sinceMs),
    ends_at: over ? iso(atMs) : null,
    done: plain(done),
    runbook,
  };
}

function releasePayload(
  app: App,
  release: Release,
  { about, said, atMs, at }: { about: "release" | "alarm"; said: string; atMs: number; at: number },
): Draft {
  const { id, plan, phase, revision } = release;
  const link = linkTo(app, "releases");
  return {
    ...releaseWords(about, said, release, { link, server: ownUrl(app.settings()), atMs }),
    version: 1,
    // An alarm changes no phase, and may be given twice in one.
    key: `release:${id}:${revision}:${atMs}:${at}`,
    kind: releaseKind(about, phase.name),
    ...{ status: null, severity: about === "alarm" ? "critical" : null },
    time: iso(atMs),
    link,
    alerts: [],
    release: {
      ...{ id, version: plain(plan.version), environment: plan.environment, phase: phase.name },
      said: plain(said),
    },
  };
}
