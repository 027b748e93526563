import type { ReleasePlanReply } from "@/lib/contract/release-plan";
import type { ReleaseReply } from "@/lib/contract/releases";
import { isDuration } from "@/lib/domain/duration";
import type { Environment } from "@/lib/domain/environment";
import { DEFAULT_STEPS, GUARD_METRICS, type PlanGuard } from "@/lib/domain/release-plan";
import type { Requirement } from "@/lib/domain/requirement";
import type { Wish } from "./release-queries";

/** The plan of a release as somebody types it: texts, until they make a plan. */

export interface StepDraft {
  /** Names a row while others come and go. */
  key: number;
  weight: string;
  hold: string;
  articles: string;
}

export interface GuardDraft {
  metric: PlanGuard["metric"];
  on: boolean;
  /** Percent worse. */
  worse: string;
  action: PlanGuard["action"];
}

export interface PlanDraft {
  version: string;
  environment: Environment;
  steps: readonly StepDraft[];
  backupHold: string;
  guards: readonly GuardDraft[];
  requires: readonly Requirement[];
}

const UNITS = [
  [3_600_000, "h"],
  [60_000, "m"],
  [1000, "s"],
] as const;

/** A length of time as the API writes it: `1h`, `90s`. Parts of a second are cut. */
export function durationText(ms: number): string {
  const whole = Math.floor(ms / 1000) * 1000;
  const [size, unit] = UNITS.find(([one]) => whole > 0 && whole % one === 0) ?? [1000, "s"];
  return `${whole / size}${unit}`;
}

/** What a plan is that nobody has changed: the usual shares after the checks, a day of backup, one guard on the cost. */
export const plainDraft = (environment: Environment, version: string): PlanDraft => ({
  version,
  environment,
  steps: DEFAULT_STEPS.filter(({ weight }) => weight > 0).map(({ weight, holdMs, articles }, key) => ({
    key,
    weight: String(weight),
    hold: durationText(holdMs),
    articles: String(articles),
  })),
  backupHold: "24h",
  guards: GUARD_METRICS.map((metric) => ({
    metric,
    on: metric === "cost_per_article_usd",
    worse: "25",
    action: "hold",
  })),
  requires: [],
});

/** The wish of a draft, or what is to be mended in it first. */
export function wishOf(draft: PlanDraft): { wish: Wish } | { mistake: string } {
  const { version, environment, steps, backupHold, guards, requires } = draft;
  if (version.trim() === "") return { mistake: "Name the version that is to be released." };
  const wrong = steps.find(({ hold }) => !isDuration(hold.trim()));
  if (wrong !== undefined || !isDuration(backupHold.trim()))
    return { mistake: "A length of time is written as 30s, 90m or 1h." };
  if (steps.some(({ weight, articles }) => !isCount(weight) || !isCount(articles)))
    return { mistake: "Shares and articles are whole numbers." };
  const armed = guards.filter(({ on }) => on);
  if (armed.some(({ worse }) => !(Number(worse) > 0)))
    return { mistake: "A guard's limit is a percentage above 0." };
  return {
    wish: {
      version: version.trim(),
      environment,
      steps: steps.map((step) => ({
        weight: Number(step.weight),
        hold: step.hold.trim(),
        articles: Number(step.articles),
      })),
      backup_hold: backupHold.trim(),
      guards: armed.map(({ metric, worse, action }) => ({ metric, limit: 1 + Number(worse) / 100, action })),
      requires: [...requires],
    },
  };
}

const isCount = (text: string): boolean => /^\d{1,6}$/.test(text.trim());

/** The same plan once more, as it would be asked for. */
export const wishOfPlan = ({
  version,
  environment,
  steps,
  backup_hold_ms,
  guards,
  requires,
}: ReleaseReply["plan"]): Wish => ({
  version,
  environment,
  steps: steps.map(({ weight, hold_ms, articles }) => ({ weight, hold: durationText(hold_ms), articles })),
  backup_hold: durationText(backup_hold_ms),
  guards,
  requires,
});

type PlannedStep = ReleasePlanReply["steps"][number];
type PlannedRule = ReleasePlanReply["rules"][number];

/** `about a day`, `at least 1 h`: how long a share will last; null where it never ends. */
export function lastsWords({ starts_at, ends_at, waits_for }: PlannedStep): string {
  if (starts_at === null) return "not reached";
  if (ends_at === null) return "never ends: no articles come";
  const ms = Date.parse(ends_at) - Date.parse(starts_at);
  if (ms === 0) return "as long as the checks take";
  return waits_for === "articles" ? `lasts ${about(ms)}, until its articles are there` : `lasts ${about(ms)}`;
}

const HOUR_MS = 3_600_000;

/** A length of time as one estimates it: `about a day`, `about 14 h`, `about 3 days`, `20 min`. */
export function about(ms: number): string {
  const hours = ms / HOUR_MS;
  if (hours < 1)
    return ms < 60_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;
  if (hours < 20)
    return Math.abs(hours - Math.round(hours)) < 0.05
      ? `${Math.round(hours)} h`
      : `about ${Math.round(hours)} h`;
  const days = Math.round(hours / 24);
  return days <= 1 ? "about a day" : `about ${days} days`;
}

/** `trips on a healthy version in 0.05 % of releases`. */
export function oddsWords({ false_alarm: odds, evidence }: PlannedRule): string {
  if (evidence === "no_source") return "nothing reports its figure: it can neither pass nor fail";
  if (odds === null) return "how often it trips on a healthy version is not known";
  const share = odds * 100;
  return `trips on a healthy version in ${share < 0.01 ? "less than 0.01" : Number(share.toPrecision(2))} % of releases`;
}
