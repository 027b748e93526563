import { randomUUID } from "node:crypto";
import { madeSince, sharedSinceMs } from "@/db/queries/exposure";
import { isoTime } from "@/db/queries/money";
import { lastAssignedMs } from "@/db/queries/traffic";
import type { RollbackReport, RollbackStep } from "@/lib/contract/traffic";
import { type Environment, other } from "@/lib/domain/environment";
import { usd } from "@/lib/domain/money";
import { allOn, type Traffic, weightOf } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import type { TargetHealth } from "./target";

/** What made a rule ask for a rollback. */
export interface Trip {
  rule: string;
  said: string;
  atMs: number;
  /** The first bad sample of those that it was judged on; null where they are figures. */
  firstBadMs: number | null;
}

/** What a rollback has come to so far. */
export interface Facts {
  id: string;
  /** Of the change that it made; null before there is one. */
  epoch: number | null;
  dryRun: boolean;
  changed: boolean;
  actor: string;
  reason: string | null;
  trip: Trip | null;
  target: Environment;
  /** What green had before. */
  fromGreen: number;
  startMs: number;
  steps: RollbackStep[];
  acceptedMs: number | null;
  confirmedMs: number | null;
  verifiedMs: number | null;
  /** What was read last. */
  appliedGreen: number | null;
  /** Jobs that were given to what was rolled back from, after it was accepted. */
  late: number;
  health: TargetHealth | null;
}

/** The report of a rollback: what was done, how long it took, and what was exposed. */
export async function reported(app: App, facts: Facts): Promise<RollbackReport> {
  const { db } = app.store;
  const { target, steps, startMs, confirmedMs, appliedGreen } = facts;
  const from = other(target);
  const sinceMs = await sharedSinceMs(db, from, facts.epoch);
  const made = sinceMs === null ? NOTHING_MADE : await madeSince(db, from, sinceMs);
  const lastMs = sinceMs === null ? null : await lastAssignedMs(db, from, sinceMs);
  return {
    id: facts.id,
    dry_run: facts.dryRun,
    changed: facts.changed,
    ...sides(app, facts.fromGreen, target),
    actor: facts.actor,
    reason: facts.reason,
    rule: facts.trip?.rule ?? null,
    started_at: isoTime(startMs),
    finished_at: isoTime(app.nowMs()),
    steps,
    verification: {
      passed: facts.verifiedMs !== null,
      applied_weight: appliedGreen === null ? null : weightOf(from, appliedGreen),
      assigned_since: facts.late,
      target_healthy: facts.health?.healthy ?? null,
    },
    times: {
      first_bad: isoOrNull(facts.trip?.firstBadMs ?? made.firstErrorMs),
      tripped: isoOrNull(facts.trip?.atMs ?? null),
      accepted: isoOrNull(facts.acceptedMs),
      confirmed: isoOrNull(confirmedMs),
      last_assigned: isoOrNull(lastMs),
      verified: isoOrNull(facts.verifiedMs),
    },
    reaction_ms: confirmedMs === null ? null : confirmedMs - (facts.trip?.atMs ?? startMs),
    exposure: { articles: made.articles, cost_usd: usd(made.costNano), since: isoOrNull(sinceMs) },
    not_undone: notUndone(from, made.articles),
    label: null,
  };
}

const NOTHING_MADE = { articles: 0, costNano: 0, firstErrorMs: null };

const isoOrNull = (atMs: number | null): string | null => (atMs === null ? null : isoTime(atMs));

function sides(app: App, fromGreen: number, target: Environment): Pick<RollbackReport, "from" | "to"> {
  const side = (environment: Environment, green: number) => ({
    environment,
    version: app.settings().environments[environment].version,
    weight: weightOf(environment, green),
  });
  return { from: side(other(target), fromGreen), to: side(target, allOn(target)) };
}

const notUndone = (from: Environment, articles: number): string[] => [
  `jobs that ${from} has begun run to their end there`,
  `${articles} ${articles === 1 ? "article" : "articles"} made by ${from} stay as they are: look at them`,
];

/** What is answered where there is nothing to undo; `before` is null where nothing is known of the traffic. */
export function nothingToUndo(
  app: App,
  before: Traffic | null,
  { actor, reason, dryRun }: { actor: string; reason: string | null; dryRun: boolean },
  startMs: number,
): RollbackReport {
  const live = before?.live ?? "blue";
  const detail = `${live} has everything already, and there is nothing to undo`;
  return {
    id: randomUUID(),
    dry_run: dryRun,
    changed: false,
    ...sides(app, before?.green ?? 0, live),
    actor,
    reason,
    rule: null,
    started_at: isoTime(startMs),
    finished_at: isoTime(app.nowMs()),
    steps: [{ name: "accepted", status: "skipped", detail, ms: 0 }],
    verification: { passed: true, applied_weight: null, assigned_since: 0, target_healthy: null },
    times: {
      first_bad: null,
      tripped: null,
      accepted: null,
      confirmed: null,
      last_assigned: null,
      verified: null,
    },
    reaction_ms: null,
    exposure: { articles: 0, cost_usd: 0, since: null },
    not_undone: [],
    label: null,
  };
}
