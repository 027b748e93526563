import { type EnvironmentDetails, packagesProof, pythonProof } from "@/lib/domain/checklist-environment";
import type { Evidence } from "@/lib/domain/checklist-evidence";
import { type Proof, untold } from "@/lib/domain/proof";
import { detailsOf } from "@/lib/server/health-state";
import type { Scene } from "./evidence-scene";

const COMPONENT = "environment";

export const python = (scene: Scene, { version }: Evidence<"python">): Promise<Proof> =>
  told(scene, (details) => pythonProof(details, version));

export const packages = (scene: Scene, { at_least }: Evidence<"packages">): Promise<Proof> =>
  told(scene, (details) => packagesProof(details, at_least));

/** By the newest health check; one that is overdue says nothing any more. */
async function told(scene: Scene, judge: (details: EnvironmentDetails) => Proof): Promise<Proof> {
  const { components } = await scene.health();
  const viewed = components.find(({ name }) => name === COMPONENT);
  const result = viewed?.result ?? null;
  if (viewed?.verdict.stale === true)
    return untold("the health check is overdue: its environment component says nothing any more");
  return judge(result === null ? null : detailsOf(result));
}
