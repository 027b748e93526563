import type { AlertReply } from "@/lib/contract/alerts";
import type { FlagReply } from "@/lib/contract/flags";
import { limitWords, ruleTitle, spanWords } from "./alert-words";
import type { Said } from "./traffic-words";

/** Flags in words. */

const PROTECTS: ReadonlyMap<string, string> = new Map([
  ["flow", "whether new articles are begun at all"],
  ["rag", "whether articles are written with style memory; off, a slow search holds nothing up"],
  ["telemetry", "whether runs log what they cost; off, logging slows nothing down"],
]);

/** What a flag protects; nothing is known of one that only a rule or a file names. */
export const protectsWords = (name: string): string => PROTECTS.get(name) ?? "a flag of your own";

/** How a flag stands. Off is worth a look only where it is usually on. */
export const flagWords = ({ enabled, base }: Pick<FlagReply, "enabled" | "base">): Said =>
  enabled
    ? { sign: "●", words: "on", tone: "calm" }
    : { sign: "○", words: base ? "off by itself" : "off", tone: base ? "warn" : "calm" };

/** What is told only while its own flag is on. */
const UNMEASURED = /^telemetry_/;

/** What switches a flag by itself, a sentence for each rule. */
export const automaticWords = (name: string, alerts: readonly AlertReply[]): string[] => [
  ...new Set(
    alerts.flatMap(({ rule }) => {
      const { action } = rule;
      if (action.kind !== "set_flag" || action.flag !== name) return [];
      const to = action.enabled ? "on" : "off";
      const back = UNMEASURED.test(rule.metric)
        ? "nothing measures it while it is off, so that a person switches it back"
        : `back after ${spanWords(rule.clear_for_ms)} in order`;
      return [`${ruleTitle(rule.name)} switches it ${to}: ${limitWords(rule)}; ${back}.`];
    }),
  ),
];
