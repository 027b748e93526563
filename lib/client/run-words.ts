import type { ReleaseRun } from "@/lib/contract/release-runs";
import { counted, moneyAtLeast, seconds } from "@/lib/domain/format";
import { age } from "./dates";
import type { Said } from "./traffic-words";

/** Validations and smoke tests in words. */

type Check = ReleaseRun["checks"][number];
type Article = ReleaseRun["articles"][number];

const CHECKS: Record<Check["state"], Said> = {
  waiting: { sign: "○", words: "waiting", tone: "calm" },
  running: { sign: "…", words: "being looked at", tone: "calm" },
  met: { sign: "✓", words: "met", tone: "calm" },
  not_met: { sign: "✕", words: "not met", tone: "bad" },
  unknown: { sign: "?", words: "missing", tone: "warn" },
  stopped: { sign: "–", words: "stopped", tone: "warn" },
  not_run: { sign: "–", words: "not run", tone: "calm" },
};

const ARTICLES: Record<Article["state"], Said> = {
  waiting: { sign: "○", words: "waiting", tone: "calm" },
  running: { sign: "…", words: "writing", tone: "calm" },
  passed: { sign: "✓", words: "done", tone: "calm" },
  failed: { sign: "✕", words: "failed", tone: "bad" },
  stopped: { sign: "–", words: "stopped", tone: "warn" },
  not_run: { sign: "–", words: "not run", tone: "calm" },
};

const RUNS: Record<ReleaseRun["state"], Said> = {
  running: { sign: "…", words: "running", tone: "calm" },
  passed: { sign: "✓", words: "passed", tone: "calm" },
  failed: { sign: "✕", words: "failed", tone: "bad" },
  cancelled: { sign: "–", words: "cancelled", tone: "warn" },
  interrupted: { sign: "–", words: "interrupted", tone: "warn" },
};

export const checkWords = ({ state }: Pick<Check, "state">): Said => CHECKS[state];

export const articleWords = ({ state }: Pick<Article, "state">): Said => ARTICLES[state];

/** `passed: 3 of 3 articles`, `cancelled by ada`. */
export function runStateWords(run: ReleaseRun): Said {
  const said = RUNS[run.state];
  if (run.cancelled_by !== null) return { ...said, words: `cancelled by ${run.cancelled_by}` };
  const of = run.kind === "smoke" ? articlesDone(run) : checksMet(run);
  return { ...said, words: `${said.words}: ${of}` };
}

const checksMet = ({ checks }: ReleaseRun): string =>
  `${checks.filter(({ state }) => state === "met").length} of ${counted(checks.length, "check")}`;

const articlesDone = ({ articles }: ReleaseRun): string =>
  `${articles.filter(({ state }) => state === "passed").length} of ${counted(articles.length, "article")}`;

/** `$1.46 in 24 s`; what is not known is left out. */
export function totalWords({ totals }: Pick<ReleaseRun, "totals">): string {
  if (totals === null) return "";
  return [
    ...(totals.cost_usd === null ? [] : [moneyAtLeast(totals.cost_usd, totals.cost_known)]),
    ...(totals.seconds === null ? [] : [`in ${seconds(totals.seconds)}`]),
  ].join(" ");
}

/** How long an article took, or has taken by now. */
export function articleSeconds({ state, seconds: took, started_at }: Article, nowMs: number): number | null {
  if (took !== null || state !== "running" || started_at === null) return took;
  return Math.max(0, Math.floor((nowMs - Date.parse(started_at)) / 1000));
}

/** `12 min ago`, by when it ended, or began. */
export const runAge = ({ finished_at, started_at }: ReleaseRun, nowMs: number): string =>
  `${age(Math.max(0, nowMs - Date.parse(finished_at ?? started_at)))} ago`;
