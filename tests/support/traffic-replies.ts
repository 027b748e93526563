import type { CompareReply, Comparison } from "@/lib/contract/compare";
import { COMPARED } from "@/lib/contract/compare";
import type { RollbackReport, TrafficChange, TrafficReply } from "@/lib/contract/traffic";
import { NOTHING } from "./summaries";

export const AT = "2026-11-23T13:00:00.000Z";
export const AT_MS = Date.parse(AT);

/** Traffic at fifty-fifty, in order, with a way back to blue. */
export function trafficReply(more: Partial<TrafficReply> = {}, green = 50): TrafficReply {
  const place = (version: string, weight: number) => ({
    version,
    health: "healthy" as const,
    desired_weight: weight,
    commanded_weight: weight,
    applied_weight: weight,
    observed: { share: null, n: 0, interval: null },
  });
  return {
    epoch: 3,
    environments: { blue: place("sprint-14", 100 - green), green: place("sprint-15", green) },
    live: "blue",
    previous: null,
    driver: "state-file",
    sync: "in_sync",
    unreadable: null,
    remarks: [],
    read_at: AT,
    moving: null,
    rollback: {
      to: "blue",
      version: "sprint-14",
      known_good: true,
      said: "answered 200 in 3 ms: healthy",
      checked_at: "2026-11-23T12:59:48.000Z",
    },
    undo: null,
    since: AT,
    updated_at: AT,
    updated_by: "ada",
    ...more,
  };
}

export const trafficChange = (more: Partial<TrafficChange> = {}): TrafficChange => ({
  id: 2,
  kind: "shift",
  time: AT,
  actor: "ada",
  reason: "on trial",
  from: { blue: 100, green: 0 },
  to: { blue: 50, green: 50 },
  state: "confirmed",
  finished_at: AT,
  detail: null,
  ...more,
});

export function rollbackReport(more: Partial<RollbackReport> = {}): RollbackReport {
  const step = (name: RollbackReport["steps"][number]["name"], ms: number) => ({
    name,
    status: "done" as const,
    detail: `${name} said so`,
    ms,
  });
  return {
    id: "r4",
    dry_run: false,
    changed: true,
    from: { environment: "green", version: "sprint-15", weight: 50 },
    to: { environment: "blue", version: "sprint-14", weight: 100 },
    actor: "ada",
    reason: null,
    rule: null,
    started_at: AT,
    finished_at: AT,
    steps: [
      step("target", 0),
      step("accepted", 2),
      step("balancer", 11),
      step("new_work", 1),
      step("verified", 4),
    ],
    verification: { passed: true, applied_weight: 0, assigned_since: 0, target_healthy: true },
    times: {
      first_bad: null,
      tripped: null,
      accepted: AT,
      confirmed: "2026-11-23T13:00:00.011Z",
      last_assigned: null,
      verified: "2026-11-23T13:00:00.016Z",
    },
    reaction_ms: 11,
    exposure: { articles: 6, cost_usd: 2.8, since: "2026-11-22T06:00:00.000Z" },
    not_undone: ["jobs that green has begun run to their end there"],
    label: null,
    ...more,
  };
}

/** Nothing is known of any figure but those that are given. */
export function compareReply(
  known: Partial<Record<Comparison["metric"], Partial<Comparison>>> = {},
): CompareReply {
  const side = { value: null, n: 0, k: null, interval: null };
  return {
    from: "2026-11-22T00:00:00.000Z",
    to: "2026-11-24T00:00:00.000Z",
    timezone: "UTC",
    compared: { from: "2026-11-22T06:00:00.000Z", to: "2026-11-23T13:00:00.000Z" },
    control: "blue",
    candidate: "green",
    comparisons: COMPARED.map((metric) => ({
      metric,
      better: "lower",
      blue: side,
      green: side,
      effect: null,
      interval: null,
      verdict: "no_data",
      ...known[metric],
    })),
    figures: { blue: NOTHING, green: NOTHING },
  };
}
