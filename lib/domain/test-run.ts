import { type Release, running } from "./release";
import { figure } from "./words";

/** What is run for a release before it gets work: `validation` looks at its surroundings, `smoke` lets it write articles. */
export const RUN_KINDS = ["validation", "smoke"] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** `interrupted`: the process that ran it is gone. */
export const RUN_STATES = ["running", "passed", "failed", "cancelled", "interrupted"] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Before a release starts, and while it goes on. What went back, or is over, is not tested any more. */
export const isTestable = (release: Release): boolean =>
  release.phase.name === "draft" || running(release) !== null;

/** `unknown`: nothing measures it, which is never as good as met. */
export const CHECK_STATES = [
  "waiting",
  "running",
  "met",
  "not_met",
  "unknown",
  "stopped",
  "not_run",
] as const;
export const ARTICLE_STATES = ["waiting", "running", "passed", "failed", "stopped", "not_run"] as const;

/** One check of a validation. Times are UTC epoch milliseconds. */
export interface CheckPart {
  /** The id of the item in the template. */
  item: string;
  text: string;
  state: (typeof CHECK_STATES)[number];
  /** Its figure, or what is missing; empty before it was looked at. */
  said: string;
  atMs: number | null;
  tookMs: number | null;
}

/** One article of a smoke test. */
export interface ArticlePart {
  topic: string;
  state: (typeof ARTICLE_STATES)[number];
  startedMs: number | null;
  seconds: number | null;
  costUsd: number | null;
  /** The id of the article that came of it; null where none arrived. */
  article: string | null;
  /** The last lines of what its writer said. */
  output: string | null;
  /** Why it failed, or what is to be known of it; empty where nothing is. */
  said: string;
}

/** What came of a run so far: of a validation its checks, of a smoke test its articles. */
export interface RunBody {
  checks: readonly CheckPart[];
  articles: readonly ArticlePart[];
  /** Who cancelled it; null where nobody did. */
  cancelledBy: string | null;
}

const MARK = { said: "", atMs: null, tookMs: null } as const;

/** A validation that has not begun to look. */
export const checksOf = (items: readonly { item: string; text: string }[]): RunBody => ({
  checks: items.map(({ item, text }) => ({ item, text, state: "waiting", ...MARK })),
  articles: [],
  cancelledBy: null,
});

const BLANK = {
  startedMs: null,
  seconds: null,
  costUsd: null,
  article: null,
  output: null,
  said: "",
} as const;

/** A smoke test that has not begun to write. */
export const articlesOn = (topics: readonly string[]): RunBody => ({
  checks: [],
  articles: topics.map((topic) => ({ topic, state: "waiting", ...BLANK })),
  cancelledBy: null,
});

/** Only a run that did something, and of which all went well, has passed. */
export function verdictOf({ checks, articles }: RunBody): "passed" | "failed" {
  const whole = checks.length + articles.length > 0;
  const well =
    checks.every(({ state }) => state === "met") && articles.every(({ state }) => state === "passed");
  return whole && well ? "passed" : "failed";
}

/** A run that ended before its end: what was under way was stopped, what had not begun was not run. */
export function cutShort(body: RunBody, why: string, nowMs: number): RunBody {
  const cut = <Part extends { state: string; said: string }>(part: Part): Part =>
    part.state === "running"
      ? { ...part, state: "stopped", said: why }
      : part.state === "waiting"
        ? { ...part, state: "not_run" }
        : part;
  const lasted = ({ state, startedMs, seconds }: ArticlePart) =>
    state === "running" && startedMs !== null ? Math.max(0, nowMs - startedMs) / 1000 : seconds;
  return {
    ...body,
    checks: body.checks.map(cut),
    articles: body.articles.map((part) => cut({ ...part, seconds: lasted(part) })),
  };
}

export interface Totals {
  passed: number;
  of: number;
  /** Null where no cost is known; a lower bound where `costKnown` is false. */
  costUsd: number | null;
  costKnown: boolean;
  seconds: number | null;
}

/** What the articles of a smoke test come to. What was not run costs nothing. */
export function totalsOf(articles: readonly ArticlePart[]): Totals {
  const begun = articles.filter(({ startedMs }) => startedMs !== null);
  const sum = (of: (part: ArticlePart) => number | null): number | null => {
    const known = begun.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
  };
  return {
    passed: articles.filter(({ state }) => state === "passed").length,
    of: articles.length,
    costUsd: sum(({ costUsd }) => costUsd),
    costKnown: begun.every(({ costUsd }) => costUsd !== null),
    seconds: sum(({ seconds }) => seconds),
  };
}

/** What came of a run, in a few words: "3 of 3 articles, $1.46, 24 s"; "6 of 7 checks, open: health checks passing". */
export function runWords({ checks, articles }: RunBody): string {
  if (articles.length > 0) return smokeWords(articles);
  const open = checks.filter(({ state }) => state !== "met");
  const met = `${checks.length - open.length} of ${checks.length} checks`;
  return open.length === 0 ? met : `${met}, open: ${open.map(({ text }) => text).join("; ")}`;
}

function smokeWords(articles: readonly ArticlePart[]): string {
  const { passed, of, costUsd, costKnown, seconds } = totalsOf(articles);
  const failed = articles.find(({ state }) => state === "failed");
  return [
    `${passed} of ${of} ${of === 1 ? "article" : "articles"}`,
    ...(costUsd === null ? [] : [`${costKnown ? "" : "at least "}$${figure(costUsd)}`]),
    ...(seconds === null ? [] : [`${figure(seconds)} s`]),
    ...(failed === undefined ? [] : [`${failed.topic}: ${failed.said}`]),
  ].join(", ");
}
