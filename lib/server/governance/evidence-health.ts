import { releaseLatencyNames } from "@/db/queries/checklist-figures";
import type { Evidence } from "@/lib/domain/checklist-evidence";
import { componentsProof, hoursWords, serves, type ToldComponent } from "@/lib/domain/checklist-health";
import type { Environment } from "@/lib/domain/environment";
import { verdictOf, worst } from "@/lib/domain/health";
import { judged, met, notMet, type Proof, untold } from "@/lib/domain/proof";
import { healthView, type Viewed } from "@/lib/server/health-view";
import { askedTarget, targetHealth } from "@/lib/server/traffic/target";
import type { Scene } from "./evidence-scene";

const HOUR_MS = 3_600_000;
/** An answer that is older is asked for anew. */
const ANSWER_MS_MAX = 60_000;

export async function components(scene: Scene, { names }: Evidence<"components">): Promise<Proof> {
  const view = await scene.health();
  return componentsProof(
    names.map((name) =>
      toldOf(
        name,
        view.components.find((one) => one.name === name),
      ),
    ),
  );
}

export const health = async (scene: Scene): Promise<Proof> =>
  componentsProof((await scene.health()).components.map((viewed) => toldOf(viewed.name, viewed)));

const toldOf = (name: string, viewed: Viewed | undefined): ToldComponent => ({
  name,
  told: (viewed?.result ?? null) !== null,
  verdict: viewed?.verdict ?? verdictOf(null, 0),
  fallback: viewed?.result?.fallback ?? null,
});

export async function checked(scene: Scene, { within_hours }: Evidence<"checked">): Promise<Proof> {
  const told = (await scene.health()).components.flatMap(({ result }) => result ?? []);
  if (told.length === 0) return untold("no health check was ever received: set up a probe, or push them");
  const newest = Math.max(...told.map(({ received_ms }) => received_ms));
  if (scene.nowMs - newest > within_hours * HOUR_MS)
    return notMet(`the newest health check is older than ${hoursWords(within_hours)}`);
  const every = Math.min(...told.map(({ interval_ms }) => interval_ms)) / 1000;
  return met(`${told.length} ${told.length === 1 ? "component" : "components"}, checked every ${every} s`);
}

export async function latencyTold(
  { app, environment, nowMs }: Scene,
  { within_hours }: Evidence<"latency_told">,
): Promise<Proof> {
  const sinceMs = nowMs - within_hours * HOUR_MS;
  const names = await releaseLatencyNames(app.store.db, environment, sinceMs);
  const hours = hoursWords(within_hours);
  if (names.length === 0)
    return untold(
      `no latency was told in ${hours}: by health checks with latency_ms, or a source of latencies`,
    );
  return met(`latency of ${names.slice(0, 5).join(", ")} in the last ${hours}`);
}

/** One that says another version answers, but is not what is to be released. */
export async function answers(scene: Scene): Promise<Proof> {
  const { environment, release } = scene;
  const proof = await standing(scene, environment);
  const version = await toldVersion(scene);
  if (proof.met !== true || version === null) return proof;
  const said = `${proof.said}; it says ${version}`;
  return version === release.plan.version
    ? met(said)
    : notMet(`${said}, the release is ${release.plan.version}`);
}

/** What the newest of its own checks says; null where none does. */
async function toldVersion(scene: Scene): Promise<string | null> {
  const own = (await scene.health()).components
    .filter(({ result, verdict }) => result?.environment === scene.environment && !verdict.stale)
    .flatMap(({ result }) => (result === null || result.version === null ? [] : [result]));
  const newest = own.sort((a, b) => b.received_ms - a.received_ms || b.id - a.id)[0];
  return newest?.version ?? null;
}

/** Whether an environment can do its work: at its address, and without one by what its health checks tell. */
export async function standing(scene: Scene, environment: Environment): Promise<Proof> {
  const { app, nowMs } = scene;
  if (app.settings().environments[environment].url === null) return toldStanding(scene, environment);
  const known = await targetHealth(app, environment);
  const recent = known !== null && Math.abs(nowMs - known.atMs) <= ANSWER_MS_MAX;
  const { healthy, said } = recent ? known : await askedTarget(app, environment, app.closing.signal);
  return judged(healthy === true, `${environment} ${said}`);
}

async function toldStanding({ app }: Scene, environment: Environment): Promise<Proof> {
  const { components } = await healthView(app, environment);
  const own = components.filter(
    ({ result, verdict }) => result?.environment === environment && !verdict.stale,
  );
  if (own.length === 0)
    return untold(
      `nothing tells of ${environment}: set environments.${environment}.url, or bind a probe to ${environment}`,
    );
  const status = worst(own.map(({ verdict }) => verdict.status));
  return judged(serves(status), `${environment} is ${status} by its health checks`);
}
