import type { Said } from "@/lib/client/traffic-words";
import type { RollbackReport } from "@/lib/contract/traffic";

/** How a rollback ended, as its report says. */
export function outcomeOf({ changed, verification, times }: RollbackReport): Said {
  if (!changed) return { sign: "–", words: "nothing to undo", tone: "calm" };
  if (verification.passed) return { sign: "✓", words: "verified", tone: "calm" };
  return times.confirmed === null
    ? { sign: "✕", words: "balancer not reached", tone: "bad" }
    : { sign: "▲", words: "not verified", tone: "warn" };
}
