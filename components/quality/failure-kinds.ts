import type { QualityFailure } from "@/lib/contract/quality";

export const KINDS = ["run", "article", "evaluation"] as const satisfies readonly QualityFailure["kind"][];

/** The kind that a view asks for; null, all of them, where its address does not say, or says what there is not. */
export const kindOf = (by: string | null): QualityFailure["kind"] | null =>
  KINDS.find((kind) => kind === by) ?? null;

/** What an address points to. */
export const anchorOf = ({ kind, id }: Pick<QualityFailure, "kind" | "id">): string => `${kind}-${id}`;
