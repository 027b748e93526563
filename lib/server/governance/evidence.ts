import type { Item } from "@/lib/domain/checklist";
import type { Evidence, EvidenceKind } from "@/lib/domain/checklist-evidence";
import { type Proof, untold } from "@/lib/domain/proof";
import type { Release } from "@/lib/domain/release";
import type { App } from "@/lib/server/app";
import { packages, python } from "./evidence-environment";
import { criticalErrorsProof, errorsTold, sources } from "./evidence-errors";
import { answers, checked, components, health, latencyTold } from "./evidence-health";
import { listDone, signed } from "./evidence-people";
import { smoke, validation } from "./evidence-runs";
import { Scene } from "./evidence-scene";
import { backup, balancer, cutover, noDowntime, traffic, watched } from "./evidence-traffic";
import { alerts, rollbackTested } from "./evidence-watch";
import { articles, articlesSinceCutover, gatePassRate, ragLatency, roi, telemetry } from "./evidence-work";

type Provers = { [Kind in EvidenceKind]: (scene: Scene, evidence: Evidence<Kind>) => Promise<Proof> };

const PROVERS: Provers = {
  python,
  packages,
  components,
  health,
  answers,
  checked,
  rag_latency: ragLatency,
  latency_told: latencyTold,
  telemetry,
  sources,
  articles,
  articles_since_cutover: articlesSinceCutover,
  roi,
  gate_pass_rate: gatePassRate,
  critical_errors: criticalErrorsProof,
  errors_told: errorsTold,
  validation,
  smoke,
  balancer,
  backup,
  traffic,
  watched,
  cutover,
  no_downtime: noDowntime,
  alerts,
  rollback_tested: rollbackTested,
  signed,
  list_done: listDone,
};

/** What the evidence of an item says of a release now. An item that a person ticks has none. */
export const provenOf = (app: App, release: Release, item: Item): Promise<Proof> =>
  provenIn(new Scene(app, release), item);

/** The same of many items of a release, in one look. */
export const provenIn = async (scene: Scene, item: Item): Promise<Proof> =>
  item.by === "person" ? untold("a person says it") : proven(scene, item.evidence);

const SAID_MAX = 500;

/** Several items can ask for the same. */
function proven<Kind extends EvidenceKind>(scene: Scene, evidence: Evidence<Kind>): Promise<Proof> {
  return scene.once(JSON.stringify(evidence), async () => {
    const proof = await PROVERS[evidence.kind](scene, evidence);
    return { ...proof, said: proof.said.slice(0, SAID_MAX) };
  });
}
