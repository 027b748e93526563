import type { ChecklistItem, ChecklistReply } from "@/lib/contract/checklist";
import type { ReleaseSummary } from "@/lib/contract/releases";
import type { ListName } from "@/lib/domain/checklist";

export const LIST_WORDS: Readonly<Record<ListName, string>> = {
  "pre-deployment": "Pre-deployment",
  deployment: "Deployment",
  "post-deployment": "Post-deployment monitoring",
  validation: "Validation",
  acceptance: "Acceptance criteria",
  "definition-of-done": "Definition of done",
};

/** What there is to do at that point of a release; nothing of one that went back. */
export function listsNow({ state, live }: Pick<ReleaseSummary, "state" | "live">): readonly ListName[] {
  if (state === "draft") return ["pre-deployment"];
  if (state === "completed") return ["deployment", "acceptance", "definition-of-done"];
  return live ? ["deployment"] : [];
}

/** Items of one phase, in their order. */
export interface Phase {
  name: string;
  items: ChecklistItem[];
}

export const phasesOf = (items: readonly ChecklistItem[]): Phase[] =>
  [...Map.groupBy(items, ({ phase }) => phase)].map(([name, mine]) => ({ name, items: mine }));

export const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

export const doneWords = ({ done, total }: Pick<ChecklistReply, "done" | "total">): string =>
  `${done} of ${total}`;

/** Evidence as a sign and words. What is still to come is as little done as what is not so. */
export function evidenceWords({ done, told }: Pick<ChecklistItem, "done" | "told">) {
  if (done) return { sign: "✓", words: "met", tone: "calm" } as const;
  return told
    ? ({ sign: "✗", words: "not met", tone: "warn" } as const)
    : ({ sign: "–", words: "still open", tone: "calm" } as const);
}
