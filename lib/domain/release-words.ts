import { other } from "./environment";
import {
  type HeldReason,
  isLastStep,
  LIMITS,
  type Observing,
  type Release,
  type Running,
  stepOf,
  wantedWeight,
} from "./release";

/** What each reason means, and what ends it. */
export const HELD: Record<HeldReason, { means: string; releasedBy: string }> = {
  manual: { means: "a person has paused it", releasedBy: "a person resumes it" },
  preflight: {
    means: "a check before the first share did not pass",
    releasedBy: "resume asks the checks again; promote goes on without them",
  },
  router: {
    means: "the balancer does not show the share that was sent, or cannot be read",
    releasedBy: "resume sends the share again",
  },
  drift: {
    means: "somebody else has moved the traffic",
    releasedBy: "resume gives it the share of its plan again",
  },
  no_data: {
    means: "a probe, or a rule that must have data, has none",
    releasedBy: "goes on by itself once there is data again",
  },
  stale: { means: "the sources cannot be read", releasedBy: "goes on by itself once they can be read" },
  inconclusive: {
    means: "the evidence does not come",
    releasedBy: "resume waits as long again; promote goes on without it",
  },
  review: {
    means: "a rule asks that somebody looks at it",
    releasedBy: "resume, once somebody has looked: the rule then holds it no more at this share",
  },
  shared_cause: {
    means: "the other environment has the same fault, so the release is not to blame",
    releasedBy: "resume, once somebody has looked; it rolls back by itself where it turns out to be worse",
  },
  backup_unhealthy: {
    means: "what it would go back to is not healthy, so nothing is moved blindly",
    releasedBy:
      "rolls back by itself once the backup is healthy and the rule still fails; resume; or a person's rollback, confirmed",
  },
  restart: {
    means: "after a restart no look found everything in order, so nothing was sent",
    releasedBy: "resume sends the share",
  },
  automation_off: {
    means: "a rule asks for a rollback, and automatic actions are switched off",
    releasedBy: "a person rolls back, resumes, or switches automatic actions on",
  },
};

/** A length of time as people say it: "1 h", "1 h 20 min", "45 s". */
export function clockWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What a share has shown so far: "1 h done, 6 of 8 articles on green". */
export function progressWords(release: Release, { step, countedMs, samples }: Observing): string {
  const { weight, holdMs, articles } = stepOf(release, step);
  const { environment } = release.plan;
  const time =
    countedMs >= holdMs ? `${clockWords(holdMs)} done` : `${clockWords(countedMs)} of ${clockWords(holdMs)}`;
  const side = (name: string, n: number) =>
    `${n} of ${articles} ${articles === 1 ? "article" : "articles"} on ${name}`;
  const sides = [side(environment, samples.candidate), side(other(environment), samples.control)];
  return [time, ...sides.slice(0, articles === 0 ? 0 : weight === 100 ? 1 : 2)].join(", ");
}

/** What a release waits for, and until when; the limit is null where there is none. */
export interface Wait {
  said: string;
  limitMs: number | null;
}

/** What it waits for now. `limitMs` is the length of time after which it does not wait in this phase any more. */
export function waitOf(release: Release): Wait {
  const { phase } = release;
  switch (phase.name) {
    case "draft":
      return { said: "a person who starts it", limitMs: null };
    case "held":
      return { said: HELD[phase.reason].releasedBy, limitMs: null };
    case "rolling_back":
      return { said: "the balancer to give everything back", limitMs: LIMITS.routerMs };
    case "verifying":
      return { said: "the checks of the rollback", limitMs: LIMITS.verifyMs };
    case "rollback_failed":
      return phase.closed
        ? NOTHING
        : { said: "the rollback, tried again and again, or a person who closes it", limitMs: null };
    case "completed":
      return phase.retired
        ? NOTHING
        : { said: `a person who retires ${other(release.plan.environment)}`, limitMs: null };
    case "rolled_back":
    case "cancelled":
      return NOTHING;
    default:
      return runningWait(release, phase);
  }
}

const NOTHING: Wait = { said: "nothing", limitMs: null };

function runningWait(release: Release, phase: Running): Wait {
  const { environment, backupHoldMs } = release.plan;
  switch (phase.name) {
    case "preflight":
      return { said: `the checks of ${environment}`, limitMs: LIMITS.preflightMs };
    case "shifting":
      return {
        said: `the balancer to show ${wantedWeight(release)} % for ${environment}`,
        limitMs: LIMITS.routerMs,
      };
    case "observing": {
      const then = isLastStep(release, phase.step) ? "" : `, for ${stepOf(release, phase.step + 1).weight} %`;
      return { said: `${progressWords(release, phase)}${then}`, limitMs: LIMITS.inconclusiveMs };
    }
    default:
      return {
        said: `${clockWords(backupHoldMs)} with everything on ${environment}, and ${environment} healthy`,
        limitMs: Math.max(0, backupHoldMs - (release.fullMs ?? 0)) + release.forMs,
      };
  }
}

/** When the wait ends by the clock on the wall, if nothing stops the clock of the release; null where it has no end. */
export function deadlineMs(release: Release, nowMs: number): number | null {
  const { limitMs } = waitOf(release);
  return limitMs === null ? null : nowMs + Math.max(0, limitMs - release.forMs);
}
