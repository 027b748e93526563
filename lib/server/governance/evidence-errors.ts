import { criticalErrors } from "@/db/queries/checklist-figures";
import type { Evidence } from "@/lib/domain/checklist-evidence";
import { hoursWords } from "@/lib/domain/checklist-health";
import { judged, met, notMet, type Proof, untold } from "@/lib/domain/proof";
import { sourcesOf } from "@/lib/server/sources";
import type { Scene } from "./evidence-scene";

const HOUR_MS = 3_600_000;
const TELLING = ["log", "errors"];
const UNTOLD = untold("nothing tells of errors: watch a source of kind log or errors");

export async function criticalErrorsProof(
  scene: Scene,
  { within_hours }: Evidence<"critical_errors">,
): Promise<Proof> {
  const { app, environment, nowMs } = scene;
  if ((await tellers(scene)).length === 0) return UNTOLD;
  const found = await criticalErrors(app.store.db, environment, nowMs - within_hours * HOUR_MS);
  return judged(found === 0, `${found} critical in the last ${hoursWords(within_hours)}`);
}

export async function errorsTold(scene: Scene): Promise<Proof> {
  const read = await tellers(scene);
  const failing = read.find(({ state }) => state !== "ok");
  if (read.length === 0) return UNTOLD;
  if (failing !== undefined) return notMet(`${failing.path} is ${failing.state}`);
  return met(`${read.length} ${read.length === 1 ? "source tells" : "sources tell"} of errors`);
}

const tellers = async ({ app }: Scene) =>
  (await sourcesOf(app)).sources.filter(
    ({ kind, last_read }) => TELLING.includes(kind) && last_read !== null,
  );

/** Whatever is to be read is read, and said something within a day. */
export async function sources({ app }: Scene): Promise<Proof> {
  const { sources: all } = await sourcesOf(app);
  if (all.length === 0)
    return untold("nothing is read: watch the files of the pipeline, or push its records");
  const broken = all.filter(({ state }) => state !== "ok");
  const silent = all.filter((source) => source.silent);
  const [first] = [...broken, ...silent];
  if (first === undefined) return met(`${all.length} of ${all.length} sources are read, none is silent`);
  const faults = new Set([...broken, ...silent]).size;
  const why = broken.includes(first) ? `is ${first.state}` : "said nothing new for a day";
  return notMet(`${all.length - faults} of ${all.length} sources are read; ${first.path} ${why}`);
}
