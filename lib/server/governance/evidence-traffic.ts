import { componentsDown } from "@/db/queries/checklist-figures";
import { releaseTimeline } from "@/db/queries/releases";
import { trafficRow } from "@/db/queries/traffic";
import type { Evidence } from "@/lib/domain/checklist-evidence";
import { watchedMs } from "@/lib/domain/checklist-watched";
import { met, notMet, type Proof, untold } from "@/lib/domain/proof";
import type { Evidence as Known } from "@/lib/domain/release-effect";
import { backupOf } from "@/lib/domain/release-rollback";
import { same } from "@/lib/domain/traffic";
import { standing } from "./evidence-health";
import type { Scene } from "./evidence-scene";

export async function balancer({ app }: Scene): Promise<Proof> {
  const row = await trafficRow(app.store.db);
  if (row === null || row.applied_green === null || row.unreadable !== null)
    return untold(`the balancer shows no share: ${row?.unreadable ?? "it was not read yet"}`);
  const { green, applied_green } = row;
  return same(applied_green, green)
    ? met(`blue ${100 - green} %, green ${green} %, as wanted`)
    : notMet(`shows ${applied_green} % for green, wanted are ${green} %`);
}

export const backup = (scene: Scene): Promise<Proof> => standing(scene, backupOf(scene.release));

export async function traffic(scene: Scene): Promise<Proof> {
  const shares = await scene.shares();
  if (shares.length === 0) return NO_WORK(scene);
  const most = Math.max(...shares.map(({ weight }) => weight));
  return met(`${most} % of new work was read back for ${scene.environment}`);
}

const NO_WORK = ({ environment }: Scene): Proof =>
  untold(`this release has not given ${environment} any work yet`);

export async function watched({ app, release }: Scene, { minutes }: Evidence<"watched">): Promise<Proof> {
  const timeline = (await releaseTimeline(app.store.db, release.id)).map(({ kind, evidence }) => ({
    kind,
    evidence: JSON.parse(evidence) as Known,
  }));
  const seen = Math.floor(watchedMs(release, timeline) / 60_000);
  const said = `${Math.min(seen, minutes)} of ${minutes} min with work were seen`;
  return seen >= minutes ? met(said) : untold(said);
}

export async function cutover(scene: Scene): Promise<Proof> {
  if ((await scene.fullSinceMs()) !== null) return met(`100 % was read back for ${scene.environment}`);
  const newest = (await scene.shares()).at(-1);
  return newest === undefined ? NO_WORK(scene) : untold(`${newest.weight} % of 100 % so far`);
}

/** From the first share on: what was down then had work. */
export async function noDowntime(scene: Scene): Promise<Proof> {
  const { app, environment, release } = scene;
  const [first] = await scene.shares();
  if (first === undefined) return NO_WORK(scene);
  const down = await componentsDown(app.store.db, environment, first.atMs);
  if (down.length > 0) return notMet(`${down.slice(0, 4).join(", ")} was unhealthy on ${environment} since`);
  if ((await scene.fullSinceMs()) === null)
    return untold(`never unhealthy so far; ${(await cutover(scene)).said}`);
  const kept = backupOf(release);
  if (release.phase.name === "completed") return met(`never unhealthy; ${kept} was kept until the end`);
  const ready = await standing(scene, kept);
  return { met: ready.met, said: `never unhealthy; the way back: ${ready.said}` };
}
