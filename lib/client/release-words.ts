import type { ReleaseEntry, ReleaseReply, ReleaseSummary } from "@/lib/contract/releases";
import type { FindingVerdict } from "@/lib/domain/finding";
import type { HeldReason } from "@/lib/domain/release";
import type { Verb } from "@/lib/domain/release-look";
import { clockWords } from "@/lib/domain/release-words";
import type { Requirement } from "@/lib/domain/requirement";
import { age } from "./dates";
import { sampled } from "./format";
import type { Said } from "./traffic-words";

/** Releases in words: one sentence for one state, the same on the strip, the list and the page. */

type State = ReleaseSummary["state"];

const STATES: Record<State, Said> = {
  draft: { sign: "○", words: "draft, not started", tone: "calm" },
  preflight: { sign: "…", words: "checks before any traffic", tone: "calm" },
  shifting: { sign: "…", words: "shifting", tone: "calm" },
  observing: { sign: "◔", words: "observing", tone: "calm" },
  held: { sign: "▲", words: "held", tone: "warn" },
  retained: { sign: "◕", words: "everything shifted, backup kept", tone: "calm" },
  completed: { sign: "✓", words: "completed", tone: "calm" },
  rolling_back: { sign: "…", words: "rolling back", tone: "warn" },
  verifying: { sign: "…", words: "rolled back, being verified", tone: "warn" },
  rolled_back: { sign: "←", words: "rolled back", tone: "warn" },
  cancelled: { sign: "–", words: "cancelled before it got any work", tone: "calm" },
  rollback_failed: { sign: "✕", words: "rollback failed", tone: "bad" },
};

const HELD: Record<HeldReason, string> = {
  manual: "paused by a person",
  preflight: "a check did not pass",
  router: "the balancer does not follow",
  drift: "somebody else moved the traffic",
  no_data: "no data",
  stale: "sources cannot be read",
  inconclusive: "the evidence does not come",
  review: "somebody has to look",
  shared_cause: "both environments have the fault",
  backup_unhealthy: "no healthy way back",
  restart: "not sent again after a restart",
  automation_off: "automatic actions are off",
};

/** A state with why, where it is held. */
export const stateWords = ({ state, held }: Pick<ReleaseSummary, "state" | "held">): Said =>
  held === null ? STATES[state] : { ...STATES.held, words: `held: ${HELD[held.reason]}` };

/** How a release ended, or where it stands, as the list of them says it. */
export function outcomeWords(release: Pick<ReleaseSummary, "state" | "held" | "undone_by">): Said {
  const { undone_by: by } = release;
  if (release.state !== "rolled_back" || by === null) return stateWords(release);
  return by.automatic
    ? {
        sign: "←",
        words: `went back by itself${by.rule === null ? "" : `: ${ruleName(by.rule)}`}`,
        tone: "bad",
      }
    : { sign: "←", words: `rolled back by ${by.actor}`, tone: "warn" };
}

const VERDICTS: Record<FindingVerdict, Said> = {
  pass: { sign: "✓", words: "passes", tone: "calm" },
  fail: { sign: "▲", words: "fails", tone: "bad" },
  not_enough_evidence: { sign: "○", words: "not enough evidence", tone: "calm" },
  no_data: { sign: "–", words: "no data", tone: "calm" },
  cannot_measure: { sign: "?", words: "cannot be measured", tone: "calm" },
};

/** What a rule found. Nothing but evidence makes a rule pass, and nothing is called healthy. */
export const verdictWords = (verdict: FindingVerdict): Said => VERDICTS[verdict];

const ACTIONS: Record<string, string> = {
  none: "only watches",
  notify: "tells people",
  review: "holds, until somebody has looked",
  hold: "holds",
  set_flag: "switches a flag",
  rollback: "rolls back",
};

/** What a rule does where it fails. */
export const actionWords = (action: string): string => ACTIONS[action] ?? action;

export const GUARD_NAMES = {
  cost_per_article_usd: "cost per article",
  roi_multiplier: "ROI multiplier",
  article_time_s: "time per article",
} as const;

/** What a release can ask for beside its rules. */
export const REQUIREMENT_WORDS: Readonly<Record<Requirement, string>> = {
  checklist: "pre-deployment checklist done",
  validation: "validation passed",
  smoke: "smoke tests passed",
  stakeholder: "stakeholder has signed",
  pm: "PM has signed",
  devops: "DevOps has signed",
};

/** A rule by its name; a guard of the plan by what it guards. */
export function ruleName(name: string): string {
  const [, metric] = /^guard (\w+)$/.exec(name) ?? [];
  const known = Object.entries(GUARD_NAMES).find(([key]) => key === metric)?.[1];
  return known === undefined ? name : `guard on ${known}`;
}

/** `not 25 % worse, else held`: what a guard of a plan allows. */
export const guardWords = ({ limit, action }: ReleaseReply["plan"]["guards"][number]): string =>
  `not ${Math.round((limit - 1) * 100)} % worse, else ${action === "hold" ? "held" : "rolled back"}`;

type Progress = NonNullable<ReleaseReply["progress"]>;

/** `38 min of 1 h · 6 of 8 articles on green · 8 of 8 on blue`, part by part. */
export function progressParts(
  { counted_ms, hold_ms, articles, samples }: Progress,
  { environment, weight }: Pick<ReleaseSummary, "environment" | "weight">,
): { words: string; share: number }[] {
  const part = (n: number, of: number) => (of === 0 ? 1 : Math.min(1, n / of));
  const time = {
    words:
      counted_ms >= hold_ms
        ? `${clockWords(hold_ms)} done`
        : `${clockWords(counted_ms)} of ${clockWords(hold_ms)}`,
    share: part(counted_ms, hold_ms),
  };
  if (articles === 0) return [time];
  const candidate = {
    words: `${samples.candidate} of ${articles} ${articles === 1 ? "article" : "articles"} on ${environment}`,
    share: part(samples.candidate, articles),
  };
  if (weight === 100) return [time, candidate];
  const control = environment === "green" ? "blue" : "green";
  return [
    time,
    candidate,
    { words: `${samples.control} of ${articles} on ${control}`, share: part(samples.control, articles) },
  ];
}

const STANDS: Record<NonNullable<Progress["stands"]>, string> = {
  held: "The clock stands still while the release is held.",
  off: "The clock stands still: the balancer shows another share than the wanted one.",
  unread: "The clock stands still: the balancer cannot be read.",
  stale: "The clock stands still: the sources cannot be read.",
  no_data: "The clock stands still: a probe, or a rule that must have data, has none.",
};

/** Why no time counts right now; null while it does. */
export const standsWords = ({ stands }: Progress): string | null => (stands === null ? null : STANDS[stands]);

/** What a promotion now would be recorded as; null where the evidence is complete. */
export function thinWords(release: Pick<ReleaseReply, "progress" | "environment" | "weight">): string | null {
  const { progress } = release;
  if (progress === null) return null;
  const complete =
    progressParts(progress, release).every(({ share }) => share === 1) && progress.stands === null;
  return complete ? null : `not enough evidence: ${sampled(progress.samples.candidate)}`;
}

/** Whether everything can go back, how long ago that was asked, and for how long it will be kept ready. */
export function backupWords(
  { ready, said, checked_at }: NonNullable<ReleaseReply["backup"]>,
  nowMs: number,
): Said {
  const agoMs = checked_at === null ? null : nowMs - Date.parse(checked_at);
  const checked = agoMs === null ? "" : `, checked ${age(agoMs)} ago`;
  switch (ready) {
    case "ready":
      return {
        sign: "✓",
        words: agoMs === null ? "rollback ready" : `rollback ready${checked}`,
        tone: "calm",
      };
    case "unhealthy":
      return { sign: "▲", words: `no healthy way back: ${said}${checked}`, tone: "bad" };
    case "unknown":
      return { sign: "?", words: `not asked lately: ${said}${checked}`, tone: "warn" };
  }
}

export interface VerbWords {
  /** What stands on the button. */
  name: string;
  /** What will happen, before it does. */
  does: string;
  /** Whether it is done with the click: it moves nothing, and can be undone. */
  atOnce?: true;
  needsReason?: true;
}

/** What a person can ask of a release, and what that will do. */
export function verbWords(verb: Verb, release: ReleaseReply): VerbWords {
  const { environment, version, step, plan, held, backup } = release;
  const [now, next] = [plan.steps[step ?? 0]?.weight ?? 0, plan.steps[(step ?? 0) + 1]?.weight ?? null];
  const old = backup === null ? "the old environment" : backup.environment;
  switch (verb) {
    case "start":
      return {
        name: "Start",
        does: `${version} is checked; then ${environment} gets its first share by itself.`,
      };
    case "pause":
      return { name: "Pause", does: "The traffic stays as it is, and the clock stands.", atOnce: true };
    case "resume":
      return { name: "Resume", does: resumeWords(held?.reason ?? "manual", environment, now) };
    case "promote":
      return {
        name: next === null ? "Promote: the evidence is enough" : `Promote to ${next} %`,
        does:
          next === null
            ? `The last share is taken as proved; ${old} is kept ready all the same.`
            : `${next} % of new articles go to ${environment} now, whatever is still missing.`,
        needsReason: true,
      };
    case "abort":
      return { name: "Abort", does: "It ends before it gets any work. Nothing is moved." };
    case "rollback":
      return { name: `Roll back to ${old}`, does: `100 % of new articles go to ${old}.`, atOnce: true };
    case "retire":
      return { name: `Retire ${old}`, does: "The old environment is no longer something to go back to." };
    case "close":
      return {
        name: "Close",
        does: "The rollback is not tried again. Who has the traffic is for people to see to.",
        needsReason: true,
      };
  }
}

function resumeWords(reason: HeldReason, environment: string, weight: number): string {
  switch (reason) {
    case "preflight":
      return "The checks are asked again.";
    case "drift":
    case "router":
    case "restart":
      return `${environment} is given the ${weight} % of its plan again.`;
    case "review":
      return "You have looked: the rule holds it no more at this share.";
    case "shared_cause":
      return "It is observed anew: what failed in both environments is not held against it.";
    default:
      return "It goes on where it was; the clock runs again.";
  }
}

const KINDS: Record<ReleaseEntry["kind"], string> = {
  started: "started",
  shift: "share sent",
  sent_again: "sent again",
  observing: "share applied",
  held: "held",
  paused: "paused",
  resumed: "resumed",
  advanced: "next share",
  promoted: "promoted",
  retained: "backup kept",
  completed: "completed",
  rollback: "rollback",
  verifying: "being verified",
  rolled_back: "rolled back",
  rollback_failed: "rollback failed",
  aborted: "aborted",
  retired: "backup retired",
  closed: "closed",
  restarted: "Greenlight restarted",
  dry_run: "dry run",
  backup_alarm: "backup alarm",
};

const WARNING: readonly ReleaseEntry["kind"][] = ["held", "rollback", "rollback_failed", "backup_alarm"];

/** What happened, in a word or two, and whether somebody should see it. */
export const entryWords = ({ kind }: Pick<ReleaseEntry, "kind">): { words: string; warns: boolean } => ({
  words: KINDS[kind],
  warns: WARNING.includes(kind),
});

/** Who did it: a person by name, or nobody. */
export const doneBy = ({ automatic, actor }: Pick<ReleaseEntry, "automatic" | "actor">): string =>
  automatic || actor === "system" ? "by itself" : actor;
