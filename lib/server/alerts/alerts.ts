import { activeSilences, alertHistory, alertsState } from "@/db/queries/alerts";
import { isoTime } from "@/db/queries/money";
import type { AlertReply, AlertsReply } from "@/lib/contract/alerts";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import { type Alert, newAlert } from "@/lib/domain/alert-state";
import { runbookOf } from "@/lib/domain/default-rules";
import type { Environment } from "@/lib/domain/environment";
import { judge } from "@/lib/domain/judge";
import { rulesInForce } from "@/lib/domain/rules-in-force";
import { type Silence, silenceOf } from "@/lib/domain/silence";
import type { App } from "@/lib/server/app";
import { automationOf } from "./switch";

const HISTORY_MAX = 200;

interface Question {
  rule?: string | undefined;
  environment?: Environment | undefined;
  /** How much of the history is wanted, at most. */
  entries?: number | undefined;
}

/** Every alert with its rule and its figure now, in the order of the rules; a rule of which nothing tells has one, too. */
export async function alertsOf(
  app: App,
  { rule, environment, entries = HISTORY_MAX }: Question,
): Promise<AlertsReply> {
  const { db } = app.store;
  const state = await alertsState(db);
  const silences = await activeSilences(db, state.clockMs);
  const rules = rulesInForce(app.settings());
  const alerts = rules
    .flatMap((watched) => alertsOfRule(watched, state.alerts, app.nowMs()))
    .filter(({ alert }) => rule === undefined || alert.rule === rule)
    .filter(({ alert }) => environment === undefined || alert.environment === environment);
  const counted = (name: Alert["state"]) => alerts.filter(({ alert }) => alert.state === name).length;
  const { on, why, by, sinceMs } = await automationOf(db, app.nowMs());
  return {
    alerts: alerts.map(({ alert, watched }) =>
      alertReply(alert, watched, silenceOf(silences, alert, state.clockMs)),
    ),
    counts: { firing: counted("firing"), pending: counted("pending"), no_data: counted("no_data") },
    automation: { on, why, by, since: isoTime(sinceMs) },
    history: await alertHistory(db, { rule, environment, limit: entries }),
  };
}

function alertsOfRule(watched: WatchedRule, all: readonly Alert[], nowMs: number) {
  const mine = all.filter(({ rule }) => rule === watched.name);
  if (mine.length > 0) return mine.map((alert) => ({ alert, watched }));
  const never = newAlert({ rule: watched.name, environment: null }, nowMs);
  return [{ alert: { ...never, state: "no_data", finding: judge(null) } satisfies Alert, watched }];
}

const isoOrNull = (atMs: number | null): string | null => (atMs === null ? null : isoTime(atMs));

/** An alert as the API answers it. */
export const alertReply = (alert: Alert, rule: WatchedRule, silence: Silence | null): AlertReply => ({
  rule: ruleReply(rule),
  environment: alert.environment,
  state: alert.state,
  since: isoTime(alert.sinceMs),
  recovering_since: isoOrNull(alert.clearSinceMs),
  firing: alert.firing && {
    id: alert.firing.id,
    since: isoTime(alert.firing.sinceMs),
    acknowledged: alert.firing.acknowledged && {
      by: alert.firing.acknowledged.by,
      at: isoTime(alert.firing.acknowledged.atMs),
    },
    told: alert.firing.toldAgoMs !== null,
  },
  figure: alert.finding,
  inhibited: alert.inhibited,
  silence: silence?.id ?? null,
  withheld: alert.withheld,
  runbook: runbookOf(alert.rule),
});

const ruleReply = (rule: WatchedRule): AlertReply["rule"] => ({
  name: rule.name,
  severity: rule.severity,
  metric: rule.metric,
  op: rule.op,
  threshold: rule.threshold,
  clear_threshold: rule.clearThreshold,
  window_ms: rule.windowMs,
  for_ms: rule.forMs,
  clear_for_ms: rule.clearForMs,
  min_samples: rule.minSamples,
  min_errors: rule.minErrors,
  no_data: rule.noData,
  action: rule.action,
  automatic: rule.automatic,
  dry_run: rule.dryRun,
  must_have_data: rule.mustHaveData,
  renotify_ms: rule.renotifyMs,
  cooldown_ms: rule.cooldownMs,
});
