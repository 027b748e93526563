import type { Seen, SignOffsReply } from "@/lib/contract/sign-offs";
import type { Title } from "@/lib/domain/access";
import { count, money, multiplier, percent, seconds } from "@/lib/domain/format";
import type { SignedFigure } from "@/lib/domain/signed-figures";
import type { RunKind } from "@/lib/domain/test-run";
import { TITLE_WORDS } from "./access-words";
import { milliseconds, sampled } from "./format";

/** What is signed, in words: the same before the signature and ever after. */

export const FIGURE_WORDS: Readonly<
  Record<SignedFigure, { name: string; value: (value: number | null) => string }>
> = {
  articles: { name: "Articles", value: count },
  cost_per_article_usd: { name: "Cost per article", value: money },
  roi_multiplier: { name: "ROI multiplier", value: multiplier },
  gate_pass_rate: { name: "Gate pass rate", value: percent },
  error_rate: { name: "Error rate", value: percent },
  article_time_s: { name: "Time per article, median", value: seconds },
  rag_latency_p95_ms: { name: "RAG latency p95", value: milliseconds },
};

/** `n = 12`; nothing of what is a count itself. */
export const basisWords = (figure: SignedFigure, { n }: Seen["figures"][number]["candidate"]): string =>
  figure === "articles" ? "" : sampled(n);

/** `PM has to sign before it starts`: what a release still waits for, or that it waits for nobody. */
export function standWords({ required, missing }: Pick<SignOffsReply, "required" | "missing">): string {
  if (required.length === 0) return "nobody has to";
  if (missing.length === 0) return "signed by everybody it asks for";
  return `${named(missing)} still ${missing.length === 1 ? "has" : "have"} to`;
}

const named = (titles: readonly Title[]): string =>
  titles.map((title) => TITLE_WORDS[title].name).join(" and ");

const RUN_NAMES: Readonly<Record<RunKind, string>> = { validation: "Validation", smoke: "Smoke tests" };

/** `Smoke tests: 3 of 3 articles, $1.46, 24 s`: the newest run of a kind as it was seen. */
export function runSeen(kind: RunKind, { runs }: Pick<Seen, "runs">): string {
  const run = runs.find((one) => one.kind === kind);
  return `${RUN_NAMES[kind]}: ${run === undefined ? "not run" : `${run.state}, ${run.said}`}`;
}
