import type { Environment } from "@/lib/domain/environment";
import fc from "./laws";

const BASE = Date.UTC(2026, 10, 18, 10);
const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export type MadeFault = {
  line: number;
  atMs: number;
  job: string | null;
  environment: Environment | null;
  cancelled: boolean;
};

export type MadeArticle = { atMs: number; topic: string; environment: Environment | null };

/** Moments so close to the ends of both windows that one millisecond decides. */
const moment = fc
  .record({
    step: fc.oneof(
      fc.nat(6).map((minutes) => minutes * 60 * SECOND),
      fc.nat(4).map((halves) => halves * 12 * HOUR),
      fc.nat(200).map((seconds) => seconds * SECOND),
    ),
    slip: fc.constantFrom(-1, 0, 0, 1),
  })
  .map(({ step, slip }) => BASE + step + slip);

const environment = fc.constantFrom<Environment | null>(null, "blue", "green");

/** A fault of one line of one file: the same line told again with something else replaces what it said. */
export const madeFault: fc.Arbitrary<MadeFault> = fc.record({
  line: fc.nat(30),
  atMs: moment,
  job: fc.constantFrom(null, null, "Rates", " rates", "jobs"),
  environment,
  cancelled: fc.constantFrom(false, false, false, true),
});

export const madeArticle: fc.Arbitrary<MadeArticle> = fc.record({
  atMs: moment,
  topic: fc.constantFrom("rates", "jobs"),
  environment,
});

interface Failed {
  atMs: number;
  environment: string;
  article: MadeArticle | null;
}

/** Which jobs failed, worked out from all errors at once, as docs/maths.md says it. */
export function modelFailures(faults: readonly MadeFault[], articles: readonly MadeArticle[]): Failed[] {
  const real = faults.filter((fault) => !fault.cancelled).sort((a, b) => a.atMs - b.atMs);
  const groups = Object.values(
    Object.groupBy(real, ({ job, environment }) => `${environment} ${job?.trim().toLowerCase()}`),
  );
  const failed = groups.flatMap((group) => groupFailures(group ?? [], articles));
  const seen = new Set<MadeArticle>();
  return failed.filter(({ article }) => {
    if (article === null) return true;
    const again = seen.has(article);
    seen.add(article);
    return !again;
  });
}

function groupFailures(group: readonly MadeFault[], articles: readonly MadeArticle[]): Failed[] {
  const failed: Failed[] = [];
  for (let rest = [...group]; rest[0] !== undefined; ) {
    const { atMs, job, environment } = rest[0];
    const end = atMs + (job === null ? 60 * SECOND : DAY);
    const last = Math.max(...rest.filter((fault) => fault.atMs <= end).map((fault) => fault.atMs));
    rest = rest.filter((fault) => fault.atMs > end);
    const own = articles.filter(({ topic }) => topic === job?.trim().toLowerCase());
    const near = own.filter(
      (one) => [one.environment, null].includes(environment) || one.environment === null,
    );
    if (near.some((one) => one.atMs >= last && one.atMs <= end)) continue;
    const [article = null] = own
      .filter((one) => environment === null || one.environment === environment)
      .filter((one) => one.atMs < last && one.atMs >= atMs - DAY)
      .sort((a, b) => b.atMs - a.atMs);
    failed.push({
      atMs: article?.atMs ?? atMs,
      environment: (article?.environment ?? environment) || "",
      article,
    });
  }
  return failed;
}
