import type { HealthResultRow } from "@/db/schema-signals";
import type { Release } from "@/lib/domain/release";
import type { App } from "@/lib/server/app";
import { healthView } from "@/lib/server/health-view";
import { realPace } from "@/lib/server/pace";
import { probedAnew } from "@/lib/server/runs/probed";
import type { Answer } from "./answer";

/** How long the next word is waited for, where the last one is from before the release was planned. */
const NEXT_WORD_MS_MAX = 60_000;
const LOOK_EVERY_MS = 1000;

/**
 * Whether what runs in the environment under release says that it is the version of the release. Only what is bound to
 * that environment counts, asked anew where it can be; what is overdue may be of the version before, and says nothing.
 */
export async function versionFits(app: App, release: Release): Promise<Answer> {
  const { environment, version } = release.plan;
  await probedAnew(app, environment, app.closing.signal, { own: true });
  const word = await lastWord(app, release);
  if (word === null) return { passed: true, said: `${environment} does not say its version` };
  return word.version === version
    ? { passed: true, said: `${environment} says ${version}` }
    : { passed: false, said: `${environment} says ${word.version}, the release is ${version}` };
}

/** What says another version, and said so before the release was planned, has not heard of it: its next word counts. */
async function lastWord(app: App, release: Release): Promise<HealthResultRow | null> {
  const { clockMs, sleep } = realPace;
  const sinceMs = clockMs();
  for (;;) {
    const word = await toldVersion(app, release);
    const early =
      word !== null && word.version !== release.plan.version && word.received_ms < release.createdMs;
    const patienceMs = Math.min(word?.interval_ms ?? 0, NEXT_WORD_MS_MAX);
    if (!early || clockMs() - sinceMs >= patienceMs || app.closing.signal.aborted) return word;
    await sleep(LOOK_EVERY_MS, app.closing.signal);
  }
}

async function toldVersion(app: App, { plan: { environment } }: Release): Promise<HealthResultRow | null> {
  const { components } = await healthView(app, environment);
  const told = components
    .filter(({ verdict }) => !verdict.stale)
    .flatMap(({ result }) => result ?? [])
    .filter((result) => result.environment === environment && result.version !== null);
  return told.sort((a, b) => b.received_ms - a.received_ms || b.id - a.id)[0] ?? null;
}
