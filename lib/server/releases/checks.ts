import { assignedSince, trafficRow } from "@/db/queries/traffic";
import type { Environment } from "@/lib/domain/environment";
import type { Release } from "@/lib/domain/release";
import type { Check } from "@/lib/domain/release-look";
import { backupOf } from "@/lib/domain/release-rollback";
import { weightOf } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { requiredOf } from "@/lib/server/governance/missing";
import { smokePassed, validationPassed } from "@/lib/server/runs/required";
import { askedTarget } from "@/lib/server/traffic/target";
import type { Answer } from "./answer";
import { versionFits } from "./version-check";

/** The checks of one phase of one release, as far as they have come. Nothing of them outlives the process: they are asked again. */
export class Checks {
  #of = "";
  #checks: Check[] = [];

  /** What is known of the checks of this phase; none where they were not asked for in it. */
  of(release: Release): readonly Check[] {
    return this.#of === keyOf(release) ? this.#checks : [];
  }

  /** Asks all checks of a preflight anew. */
  async preflight(app: App, release: Release): Promise<void> {
    const { environment } = release.plan;
    const required = requiredOf(app, release);
    await this.#run(release, [
      ["balancer", () => balancerShows(app, environment, 0)],
      [`${environment} is healthy`, () => answers(app, environment)],
      [`${backupOf(release)} can take everything back`, () => answers(app, backupOf(release))],
      ["version", () => versionFits(app, release)],
      ...(required.includes("validation")
        ? [["validation", () => validationPassed(app, release)] as const]
        : []),
      ...(required.includes("smoke") ? [["smoke tests", () => smokePassed(app, release)] as const] : []),
    ]);
  }

  /** Asks whether a rollback has come to its end. */
  async rollback(app: App, release: Release): Promise<void> {
    const { environment } = release.plan;
    await this.#run(release, [
      ["balancer", () => balancerShows(app, environment, 0)],
      ["new work", () => noNewWork(app, environment)],
      [`${backupOf(release)} answers`, () => answers(app, backupOf(release))],
    ]);
  }

  async #run(release: Release, asked: readonly (readonly [string, () => Promise<Answer>])[]): Promise<void> {
    const key = keyOf(release);
    this.#of = key;
    this.#checks = asked.map(([name]) => ({ name, state: "running", said: "is asked" }));
    await Promise.all(
      asked.map(async ([name, ask], index) => {
        const { passed, said } = await ask().catch(failedToAsk);
        if (this.#of === key)
          this.#checks = this.#checks.with(index, { name, state: passed ? "passed" : "failed", said });
      }),
    );
  }
}

const keyOf = ({ id, revision }: Release): string => `${id} ${revision}`;

const failedToAsk = (error: unknown): Answer => ({
  passed: false,
  said: error instanceof Error ? error.message : String(error),
});

async function balancerShows(app: App, environment: Environment, weight: number): Promise<Answer> {
  const row = await trafficRow(app.store.db);
  const applied = row?.applied_green ?? null;
  if (applied === null) return { passed: false, said: row?.unreadable ?? "cannot be read" };
  const share = weightOf(environment, applied);
  return { passed: Math.abs(share - weight) < 0.5, said: `shows ${share} % for ${environment}` };
}

/** One that has no address and tells nothing of itself is not held against anybody. */
async function answers(app: App, environment: Environment): Promise<Answer> {
  const { healthy, said } = await askedTarget(app, environment, new AbortController().signal);
  return { passed: healthy !== false, said: `${environment} ${said}` };
}

async function noNewWork(app: App, environment: Environment): Promise<Answer> {
  const row = await trafficRow(app.store.db);
  const late = row === null ? 0 : (await assignedSince(app.store.db, row.epoch))[environment];
  return { passed: late === 0, said: `${late} ${late === 1 ? "job" : "jobs"} given to ${environment} since` };
}
