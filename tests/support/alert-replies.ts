import type { AlertEntry, AlertReply, AlertsReply, SilenceReply } from "@/lib/contract/alerts";
import type { FlagReply } from "@/lib/contract/flags";

export const AT = "2026-11-23T12:00:00.000Z";

/** The RAG latency of green as it fires, and has switched its flag off. */
export const alertReply = (
  more: Partial<AlertReply> = {},
  rule: Partial<AlertReply["rule"]> = {},
): AlertReply => ({
  rule: {
    ...{ name: "rag-latency", severity: "high", metric: "rag_latency_p95_ms", op: ">", threshold: 500 },
    ...{ clear_threshold: 400, window_ms: 300_000, for_ms: 0, clear_for_ms: 600_000 },
    ...{ min_samples: 20, min_errors: null, no_data: "show" },
    action: { kind: "set_flag", flag: "rag", enabled: false },
    ...{ automatic: true, dry_run: false, must_have_data: false },
    ...{ renotify_ms: 14_400_000, cooldown_ms: 900_000 },
    ...rule,
  },
  environment: "green",
  state: "firing",
  since: AT,
  recovering_since: null,
  firing: { id: 7, since: AT, acknowledged: null, told: true },
  figure: {
    ...{ verdict: "fail", value: 900, n: 20, k: null, interval: null },
    said: "p95 900 ms of 20 samples (limit 500 ms)",
  },
  inhibited: false,
  silence: null,
  withheld: null,
  runbook: "/docs/runbook#rag-latency",
  ...more,
});

export const quiet = (more: Partial<AlertReply> = {}, rule: Partial<AlertReply["rule"]> = {}): AlertReply =>
  alertReply({ state: "inactive", firing: null, ...more }, rule);

export const alertEntry = (more: Partial<AlertEntry> = {}): AlertEntry => ({
  ...{ id: 1, time: AT, kind: "acted", rule: "rag-latency", environment: "green", severity: "high" },
  ...{ firing: 7, value: 900, n: 20, said: "p95 900 ms of 20 samples (limit 500 ms)" },
  action: { kind: "set_flag", flag: "rag", enabled: false },
  ...{ done: true, why: null, silence: null, dry_run: false },
  ...more,
});

export const alertsReply = (
  alerts: AlertReply[],
  history: AlertEntry[] = [],
  automation: Partial<AlertsReply["automation"]> = {},
): AlertsReply => {
  const counted = (state: AlertReply["state"]) => alerts.filter((alert) => alert.state === state).length;
  return {
    alerts,
    counts: { firing: counted("firing"), pending: counted("pending"), no_data: counted("no_data") },
    automation: { on: true, why: "", by: "default", since: AT, ...automation },
    history,
  };
};

export const silenceReply = (more: Partial<SilenceReply> = {}): SilenceReply => ({
  ...{ id: 3, rule: "memory", environment: null, reason: "a restart", by: "ana", from: AT },
  ...{ until: "2026-11-23T13:00:00.000Z", actions_too: false, active: true, expired_by: null },
  ...more,
});

export const flagReply = (more: Partial<FlagReply> = {}): FlagReply => ({
  ...{ name: "rag", enabled: false, base: true, by: "automation", updated_at: AT },
  ...{ reason: "held by rag-latency", held_by: ["rag-latency"], postponed: null, flips_last_hour: 1 },
  ...more,
});
