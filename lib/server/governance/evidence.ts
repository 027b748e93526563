import type { Item } from "@/lib/domain/checklist";
import type { Evidence, EvidenceKind } from "@/lib/domain/checklist-evidence";
import { type Proof, untold } from "@/lib/domain/proof";
import type { Release } from "@/lib/domain/release";
import type { App } from "@/lib/server/app";
import { packages, python } from "./evidence-environment";
import { Scene } from "./evidence-scene";

type Provers = { [Kind in EvidenceKind]?: (scene: Scene, evidence: Evidence<Kind>) => Promise<Proof> };

const PROVERS: Provers = { python, packages };

/** What the evidence of an item says of a release now. An item that a person ticks has none. */
export const provenOf = (app: App, release: Release, item: Item): Promise<Proof> =>
  provenIn(new Scene(app, release), item);

export const provenIn = async (scene: Scene, item: Item): Promise<Proof> =>
  item.by === "person" ? untold("a person says it") : proven(scene, item.evidence);

async function proven<Kind extends EvidenceKind>(scene: Scene, evidence: Evidence<Kind>): Promise<Proof> {
  const prover = PROVERS[evidence.kind];
  return prover === undefined ? untold("nothing tells of it") : prover(scene, evidence);
}
