import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { ReleaseRun, RunsReply } from "@/lib/contract/release-runs";
import type { RunKind } from "@/lib/domain/test-run";
import { type Pace, realPace } from "@/lib/server/pace";
import { runsOf } from "@/lib/server/runs/reply";
import { begun } from "@/lib/server/runs/start";
import { Follower } from "@/lib/workers/follow";
import { type Behaviour, behaves } from "./fake-pipeline";
import { ADA, type ReleaseStage, releaseStage } from "./releases";

/** A release on a real store, and a real pipeline beside it that writes into files, which are followed. */
export interface RunStage {
  stage: ReleaseStage;
  /** Where the pipeline of an environment writes. */
  place: (environment: string) => string;
  /** From now on the pipelines do so, in the time of the application. */
  behave: (behaviour: Partial<Behaviour>) => void;
}

/** Time that passes as fast as somebody waits for it. */
export function hasty(): Pace {
  let nowMs = 0;
  return {
    clockMs: () => nowMs,
    random: () => 0.5,
    sleep: async (ms) => {
      nowMs += ms;
      await turn();
    },
  };
}

const KINDS = { "execution-roi": "execution_roi.json", "article-costs": "agent_sdk_costs.jsonl" } as const;

/** The files of both environments, as settings. */
const sources = (bound: object): string =>
  `sources: ${JSON.stringify(
    ["blue", "green"].flatMap((environment) =>
      Object.entries(KINDS).map(([kind, file]) => ({
        ...{ kind, path: `pipeline/${environment}/${file}` },
        ...bound,
      })),
    ),
  )}`;

/** `bound`: to which environment all files are; to none, unless given: then the job's assignment says whose they are. */
export async function runStage(
  config: readonly string[],
  bound: { environment?: string } = {},
): Promise<RunStage> {
  const stage = await releaseStage([sources(bound), ...config]);
  const { folder, clock } = stage.staged.stage;
  const place = (environment: string) => join(folder, "pipeline", environment);
  for (const environment of ["blue", "green"]) mkdirSync(place(environment), { recursive: true });
  const follower = new Follower(stage.app);
  await follower.follow(stage.app.settings().sources);
  onTestFinished(() => follower.stop());
  const behave = (behaviour: Partial<Behaviour>) => {
    for (const environment of ["blue", "green"])
      behaves(place(environment), { atMs: clock.nowMs, ...behaviour });
  };
  behave({});
  return { stage, place, behave };
}

export const BY_ADA = { actor: ADA.actor, origin: ADA.address };

/** Starts a run as Ada, and does not wait for it. */
export const start = ({ stage }: RunStage, releaseId: string, kind: RunKind, pace: Pace = realPace) =>
  begun(stage.app, { releaseId, kind, ...BY_ADA }, pace);

/** A run from its start to its end. */
export async function ran(
  staged: RunStage,
  releaseId: string,
  kind: RunKind,
  pace?: Pace,
): Promise<ReleaseRun> {
  const { id, ended } = await start(staged, releaseId, kind, pace);
  await ended;
  return found(await runsOf(staged.stage.app, releaseId), id);
}

export function found({ runs }: RunsReply, id: string): ReleaseRun {
  const run = runs.find((one) => one.id === id);
  if (run === undefined) throw new Error(`no run ${id}`);
  return run;
}
