import type { EndedJob } from "@/db/queries/evidence-jobs";

/** Who tells of a job later than this does not make the rule look back to it. */
const LATE_MS = 3_600_000;

/**
 * Which jobs the last look has judged, so that one that comes late or finds many at once judges each of them. Kept in
 * memory alone: after a restart the jobs count as new that ended since the last look that was stored.
 */
export class JudgedJobs {
  readonly #judged = new Map<string, ReadonlySet<string>>();
  readonly #seen = new Map<string, ReadonlySet<string>>();

  /** How many of the newest jobs have to be judged: all from the first new one on. Before the first look none was missed. */
  unjudged(series: string, jobs: readonly EndedJob[], lookedMs: number): number {
    const judged = this.#judged.get(series);
    this.#seen.set(series, new Set(jobs.map(({ id }) => id)));
    if (judged === undefined && lookedMs === 0) return 0;
    const fresh = jobs.findIndex(({ id, endMs }) =>
      judged === undefined ? endMs > lookedMs : !judged.has(id) && endMs > lookedMs - LATE_MS,
    );
    return fresh < 0 ? 0 : jobs.length - fresh;
  }

  /** The look was stored. */
  kept(): void {
    for (const [series, ids] of this.#seen) this.#judged.set(series, ids);
    this.#seen.clear();
  }
}
