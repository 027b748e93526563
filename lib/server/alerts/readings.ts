import { toldEnvironments } from "@/db/queries/evidence-environments";
import type { EndedJob } from "@/db/queries/evidence-jobs";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import { type AlertsState, alertKey, type Reading } from "@/lib/domain/alert-state";
import type { Environment } from "@/lib/domain/environment";
import type { App } from "@/lib/server/app";
import { findingOf } from "@/lib/server/evidence/finding";
import { sourceOfMetric } from "@/lib/server/evidence/metrics";
import type { JudgedJobs } from "./judged-jobs";
import type { Beat } from "./pulse";

interface Scene {
  rules: readonly WatchedRule[];
  state: AlertsState;
  beat: Beat;
  /** When the last look that was stored was. */
  lookedMs: number;
  judged: JudgedJobs;
  /** Told of what kept evidence from being gathered. */
  failed: (alert: string, error: unknown) => void;
}

/** Of what nothing was told for a week, nothing is expected, unless it has an alert already. */
const EXPECTED_MS = 7 * 86_400_000;

/**
 * What the evidence says of every rule now, in each environment of which something is told, and apart from these of what
 * belongs to none. A rule whose evidence could not be gathered has no reading, which decides nothing.
 */
export async function readingsOf(app: App, scene: Scene): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const rule of scene.rules)
    for (const environment of await environmentsOf(app, rule, scene)) {
      const reading = await readingOf(app, rule, environment, scene);
      if (reading !== null) readings.push(reading);
    }
  return readings;
}

async function environmentsOf(
  app: App,
  { name, metric }: WatchedRule,
  { state, beat }: Scene,
): Promise<Set<Environment | null>> {
  const { family, name: latency } = sourceOfMetric(metric);
  const told = await toldEnvironments(app.store.db, family, beat.atMs - EXPECTED_MS, latency);
  const known = state.alerts.filter(({ rule }) => rule === name).map(({ environment }) => environment);
  return new Set([...told, ...known]);
}

async function readingOf(
  app: App,
  rule: WatchedRule,
  environment: Environment | null,
  { state, beat, lookedMs, judged, failed }: Scene,
): Promise<Reading | null> {
  const key = alertKey({ rule: rule.name, environment });
  const sinceMs = Math.max(beat.atMs - rule.windowMs, beat.floorMs ?? Number.NEGATIVE_INFINITY);
  const question = {
    ...{ environment, sinceMs, nowMs: beat.atMs },
    unjudged: (jobs: readonly EndedJob[]) => judged.unjudged(key, jobs, lookedMs),
  };
  const found = await findingOf(app, rule, question).catch((error: unknown) => failed(key, error));
  if (found === undefined) return null;
  const alert = state.alerts.find((one) => alertKey(one) === key);
  const missed = found.finding.verdict === "no_data" && unheard(rule, beat, alert?.hadData ?? false);
  return { rule: rule.name, environment, finding: found.finding, stale: found.stale || missed };
}

const HEARD_MS_MAX = 300_000;

/** Whether nobody could have been heard yet: that nobody listened is no reason to say that nothing was said. */
const unheard = (rule: WatchedRule, { listenedMs }: Beat, hadData: boolean): boolean =>
  (hadData || rule.noData === "alert") && listenedMs < Math.min(rule.windowMs, HEARD_MS_MAX);
