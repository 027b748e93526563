import type { ReleasePlanReply } from "@/lib/contract/release-plan";
import type { ReleaseEntry, ReleaseReply, ReleaseSummary } from "@/lib/contract/releases";
import { AT } from "./traffic-replies";

const HOUR_MS = 3_600_000;

const PLAN: ReleaseReply["plan"] = {
  version: "sprint-15",
  environment: "green",
  steps: [
    { weight: 0, hold_ms: 0, articles: 0 },
    { weight: 50, hold_ms: HOUR_MS, articles: 8 },
    { weight: 100, hold_ms: HOUR_MS, articles: 8 },
  ],
  backup_hold_ms: 24 * HOUR_MS,
  guards: [{ metric: "cost_per_article_usd", limit: 1.25, action: "hold" }],
  requires: [],
};

/** A release at its first share, 38 minutes into an hour. */
export const releaseSummary = (more: Partial<ReleaseSummary> = {}): ReleaseSummary => ({
  id: "a1",
  version: "sprint-15",
  environment: "green",
  state: "observing",
  live: true,
  weight: 50,
  held: null,
  step: 1,
  waits_for: "38 min of 1 h, 6 of 8 articles on green, 8 of 8 articles on blue, for 100 %",
  deadline: "2026-11-26T13:00:00.000Z",
  entered_at: "2026-11-23T12:22:00.000Z",
  created_at: "2026-11-23T12:20:00.000Z",
  created_by: "ada@example.org",
  linked_to: null,
  plan_hash: "cd7144baa863a89b",
  possible: ["pause", "promote", "rollback"],
  undone_by: null,
  ...more,
});

export const releaseReply = (more: Partial<ReleaseReply> = {}): ReleaseReply => ({
  ...releaseSummary(),
  plan: PLAN,
  progress: {
    counted_ms: 38 * 60_000,
    hold_ms: HOUR_MS,
    articles: 8,
    samples: { candidate: 6, control: 8 },
    stands: null,
  },
  evidence: [],
  missing: [],
  backup: {
    environment: "blue",
    version: "sprint-14",
    ready: "ready",
    said: "answered 200 in 3 ms: healthy",
    checked_at: "2026-11-23T12:59:48.000Z",
    misses: 0,
    until: null,
  },
  quarantine: null,
  report: null,
  undo_until: null,
  timeline: [],
  ...more,
});

/** Held for a reason, with the words that the server has for it. */
export const heldReply = (
  reason: NonNullable<ReleaseSummary["held"]>["reason"],
  said = "what was seen",
): Partial<ReleaseReply> => ({
  state: "held",
  held: { reason, said, means: "what it means", released_by: "what ends it", over: "observing" },
  possible: ["resume", "promote", "rollback"],
});

export const releaseEntry = (more: Partial<ReleaseEntry> = {}): ReleaseEntry => ({
  id: 1,
  time: AT,
  kind: "observing",
  from: "shifting",
  to: "observing",
  actor: "system",
  automatic: true,
  reason: null,
  said: "the balancer shows 50 % for green",
  evidence: {
    weight: 50,
    applied: 50,
    counted_ms: null,
    samples: { candidate: 0, control: 0 },
    findings: [],
    backup: { healthy: true, age_ms: 2000 },
  },
  ...more,
});

export const evidenceOf = (
  more: Partial<ReleaseReply["evidence"][number]> = {},
): ReleaseReply["evidence"][number] => ({
  rule: "api-error-rate",
  metric: "error_rate",
  severity: "critical",
  action: "rollback",
  finding: {
    verdict: "not_enough_evidence",
    value: 0,
    n: 6,
    k: 0,
    interval: { low: 0, high: 0.39 },
    said: "0 of 6 jobs failed",
  },
  shared_cause: false,
  waived: false,
  dry_run: false,
  must_have_data: false,
  ...more,
});

export const planReply = (more: Partial<ReleasePlanReply> = {}): ReleasePlanReply => ({
  plan: PLAN,
  plan_hash: "cd7144baa863a89b",
  steps: [
    {
      ...{ weight: 0, hold_ms: 0, articles: 0, waits_for: "time" },
      ...{ starts_at: AT, ends_at: AT, expected: { candidate: 0, control: 0 } },
    },
    {
      ...{ weight: 50, hold_ms: HOUR_MS, articles: 8, waits_for: "articles" },
      ...{ starts_at: AT, ends_at: "2026-11-24T16:00:00.000Z", expected: { candidate: 8, control: 8 } },
    },
    {
      ...{ weight: 100, hold_ms: HOUR_MS, articles: 8, waits_for: "articles" },
      ...{ starts_at: "2026-11-24T16:00:00.000Z", ends_at: "2026-11-25T06:00:00.000Z" },
      expected: { candidate: 8, control: 0 },
    },
  ],
  backup_until: "2026-11-25T16:00:00.000Z",
  articles_per_day: 14,
  rules: [
    {
      ...{ name: "api-error-rate", severity: "critical", action: "rollback", dry_run: false },
      ...{ samples: 8, evidence: "enough", false_alarm: 0.0005 },
    },
    {
      ...{ name: "quality", severity: "low", action: "review", dry_run: false },
      ...{ samples: null, evidence: "no_source", false_alarm: null },
    },
  ],
  backup: {
    environment: "blue",
    version: "sprint-14",
    ready: "ready",
    said: "answered 200 in 3 ms: healthy",
    checked_at: AT,
    misses: 0,
    until: null,
  },
  rehearsal: { done: true, ms: 9.2, said: "the balancer took the present weight" },
  quarantine: null,
  obstacles: [],
  ...more,
});
