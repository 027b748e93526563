import { randomUUID } from "node:crypto";
import { openRuns } from "@/db/queries/release-runs";
import { releaseOf } from "@/db/queries/releases";
import { addRun } from "@/db/record/release-runs";
import type { Tx } from "@/db/schema";
import type { RunsReply } from "@/lib/contract/release-runs";
import type { Identity } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import type { Release } from "@/lib/domain/release";
import { isTestable, type RunKind } from "@/lib/domain/test-run";
import type { App } from "@/lib/server/app";
import { type Pace, realPace } from "@/lib/server/pace";
import { knownRelease } from "@/lib/server/releases/known";
import { inTransaction } from "@/lib/server/storage";
import { runsOf } from "./reply";
import { Run, type Work } from "./run";
import { smokeWork } from "./smoke";
import { type UnderWay, underWay } from "./under-way";
import { validationWork } from "./validation";

/**
 * Starts a validation, or smoke tests. Answers as soon as that is stored; it goes on by itself.
 *
 * @throws Problem not-found; impossible-now: one runs, the release is over, or nothing is set up to write articles
 */
export async function runStarted(
  app: App,
  releaseId: string,
  kind: RunKind,
  { actor, address }: Pick<Identity, "actor" | "address">,
  pace: Pace = realPace,
): Promise<RunsReply> {
  await begun(app, { releaseId, kind, actor, origin: address }, pace);
  return runsOf(app, releaseId);
}

export interface Wanted {
  releaseId: string;
  kind: RunKind;
  actor: string;
  origin: string;
}

/** As `runStarted`; answers with the run that is under way. */
export async function begun(app: App, wanted: Wanted, pace: Pace = realPace): Promise<UnderWay> {
  const { releaseId, kind, actor, origin } = wanted;
  const release = releaseOf(await knownRelease(app.store.db, releaseId));
  const work = kind === "smoke" ? smokeWork(app, release) : await validationWork(app, release);
  if (app.closing.signal.aborted) throw new Problem("impossible-now", "Greenlight is being stopped");
  const id = randomUUID();
  await inTransaction(app, async (tx) => {
    const row = await knownRelease(tx, releaseId);
    await allowed(tx, releaseOf(row), kind);
    await addRun(tx, { id, release: row, kind, body: work.body, actor, origin, atMs: app.nowMs() });
  });
  const stopping = new AbortController();
  const signal = AbortSignal.any([stopping.signal, app.closing.signal]);
  const run = new Run(app, pace, { id, kind, release_id: releaseId }, work.body);
  const ended = performed(run, work, signal).finally(() => underWay(app).delete(id));
  const under = { id, release: releaseId, kind, stopping, ended };
  underWay(app).set(id, under);
  app.bus.publish(["releases"]);
  return under;
}

/** Two smoke tests at once could write about the same topic for two environments, and nobody could tell whose it was. */
async function allowed(tx: Tx, release: Release, kind: RunKind): Promise<void> {
  if (!isTestable(release))
    throw new Problem("impossible-now", `a release that is ${release.phase.name} is not tested any more`);
  const open = (await openRuns(tx)).filter((one) => one.kind === kind);
  if (open.some(({ release_id }) => release_id === release.id))
    throw new Problem("impossible-now", `${NAMES[kind]} under way: wait, or cancel it first`);
  if (kind === "smoke" && open.length > 0)
    throw new Problem("impossible-now", "smoke tests of another release are under way: wait for them");
}

const NAMES: Record<RunKind, string> = {
  validation: "a validation of this release is",
  smoke: "smoke tests of this release are",
};

async function performed(run: Run, work: Work, signal: AbortSignal): Promise<void> {
  let trouble: string | null = null;
  try {
    await work.act(run, signal);
  } catch (error) {
    run.app.log.error({ err: error, run: run.id }, "a run broke off");
    trouble = error instanceof Problem ? error.message : "something went wrong here; the log says what";
  }
  await run.end(signal, trouble);
}
