import { newestRun, runBodyOf } from "@/db/queries/release-runs";
import type { Evidence } from "@/lib/domain/checklist-evidence";
import { judged, notMet, type Proof, untold } from "@/lib/domain/proof";
import { type RunKind, runWords, totalsOf } from "@/lib/domain/test-run";
import type { Scene } from "./evidence-scene";

export async function validation({ app, release }: Scene): Promise<Proof> {
  const run = await newestRun(app.store.db, release.id, "validation");
  if (run === null) return NOT_RUN.validation;
  if (run.state === "running") return RUNNING;
  return judged(run.state === "passed", wordsOf(run));
}

/** Of the newest smoke test: an article more or less than asked for is seen in its figure. */
export async function smoke({ app, release }: Scene, { articles }: Evidence<"smoke">): Promise<Proof> {
  const run = await newestRun(app.store.db, release.id, "smoke");
  if (run === null) return NOT_RUN.smoke;
  if (run.state === "running") return RUNNING;
  const { passed } = totalsOf(runBodyOf(run).articles);
  if (run.state === "passed" && passed < articles)
    return notMet(`${wordsOf(run)}; wanted are ${articles}: smoke.topics in the settings`);
  return judged(run.state === "passed", wordsOf(run));
}

const NOT_RUN: Readonly<Record<RunKind, Proof>> = {
  validation: untold("not validated yet: run the validation on this page"),
  smoke: untold("no smoke test yet: run it on this page"),
};
const RUNNING = untold("is running");

const wordsOf = (run: Parameters<typeof runBodyOf>[0] & { state: string }): string => {
  const words = runWords(runBodyOf(run));
  return run.state === "passed" || run.state === "failed" ? words : `${run.state}; ${words}`;
};
