import { newestExecutionMs } from "@/db/queries/checklist-figures";
import { checkCounts } from "@/db/queries/evidence-samples";
import { runSums } from "@/db/queries/rollups";
import type { Evidence } from "@/lib/domain/checklist-evidence";
import {
  countProof,
  gatesProof,
  latencyProof,
  roiProof,
  telemetryProof,
} from "@/lib/domain/checklist-figures";
import { ORDINARY } from "@/lib/domain/default-rules";
import type { Environment } from "@/lib/domain/environment";
import { type Proof, untold } from "@/lib/domain/proof";
import type { Rule } from "@/lib/domain/rule";
import { articlesOf, findingOf } from "@/lib/server/evidence/finding";
import { stretchOf } from "@/lib/server/evidence/question";
import type { Scene } from "./evidence-scene";

const HOUR_MS = 3_600_000;
/** More than anything asks for. */
const ARTICLES_MAX = 1000;
/** As for every p95. */
const QUERIES_MIN = 20;

/** Of all environments: before a release has work of its own, what is live shows whether telemetry is logged. */
export async function telemetry(
  { app, nowMs }: Scene,
  { within_hours }: Evidence<"telemetry">,
): Promise<Proof> {
  const { db } = app.store;
  const newestMs = await newestExecutionMs(db);
  const sinceMs = nowMs - within_hours * HOUR_MS;
  const slice = {
    fromMs: Math.floor(sinceMs / HOUR_MS) * HOUR_MS,
    toMs: nowMs + HOUR_MS,
    bucket: "hour",
  } as const;
  const sums = await runSums(db, slice);
  return telemetryProof({ newestMs, sinceMs, nowMs, hours: within_hours, sums });
}

export async function articles(scene: Scene, { at_least }: Evidence<"articles">): Promise<Proof> {
  const made = await articlesSince(scene, scene.release.createdMs);
  return countProof(made, at_least, `made on ${scene.environment} since the release was planned`);
}

export async function articlesSinceCutover(
  scene: Scene,
  { at_least }: Evidence<"articles_since_cutover">,
): Promise<Proof> {
  const sinceMs = await scene.fullSinceMs();
  if (sinceMs === null) return NOT_YET;
  const { met, said } = countProof(await articlesSince(scene, sinceMs), at_least, "since it has everything");
  return met === true ? { met, said } : untold(said);
}

const NOT_YET = untold("the new version has not had everything yet");

async function articlesSince({ app, environment, nowMs }: Scene, sinceMs: number): Promise<number> {
  return (await articlesOf(app, { environment, sinceMs, nowMs }, ARTICLES_MAX)).length;
}

/** Over the last hour, of the probes of this environment; where there are none, of those that belong to none. */
export async function ragLatency(scene: Scene, { p95_ms }: Evidence<"rag_latency">): Promise<Proof> {
  const rule: Rule = {
    ...{ ...ORDINARY, name: "RAG", severity: "low", metric: "rag_latency_p95_ms" },
    ...{ op: ">=", threshold: p95_ms, windowMs: HOUR_MS, minSamples: QUERIES_MIN },
  };
  const own = await latencyOf(scene, rule, scene.environment);
  return latencyProof(own.n > 0 ? own : await latencyOf(scene, rule, null), p95_ms, QUERIES_MIN);
}

async function latencyOf({ app, nowMs }: Scene, rule: Rule, environment: Environment | null) {
  const question = { environment, sinceMs: nowMs - HOUR_MS, nowMs };
  return (await findingOf(app, rule, question)).finding;
}

export async function roi(scene: Scene, { at_least }: Evidence<"roi">): Promise<Proof> {
  const sinceMs = await scene.fullSinceMs();
  if (sinceMs === null) return NOT_YET;
  const { app, environment, nowMs } = scene;
  const rule: Rule = {
    ...{ ...ORDINARY, name: "ROI", severity: "low", metric: "roi_multiplier" },
    ...{ op: "<", threshold: at_least },
  };
  const { finding } = await findingOf(app, rule, { environment, sinceMs, nowMs });
  return roiProof(finding, at_least);
}

export async function gatePassRate(scene: Scene, { at_least }: Evidence<"gate_pass_rate">): Promise<Proof> {
  const sinceMs = await scene.fullSinceMs();
  if (sinceMs === null) return NOT_YET;
  const { app, environment, nowMs } = scene;
  const { gates } = await checkCounts(app.store.db, stretchOf({ environment, sinceMs, nowMs }));
  return gatesProof(gates, at_least);
}
