import type { ErrorGroup } from "@/lib/contract/errors";
import type { ErrorClass, ErrorKind } from "@/lib/domain/signals";

/** Each class keeps its colour, however often it occurs. None is blue or green, and none is a severity's. */
export const CLASSES: Record<ErrorClass, { name: string; colour: string }> = {
  llm_api: { name: "LLM API", colour: "var(--provider-1)" },
  integration: { name: "Integration", colour: "var(--provider-2)" },
  file_io: { name: "File I/O", colour: "var(--provider-3)" },
  database: { name: "Database", colour: "var(--provider-6)" },
  other: { name: "Other", colour: "var(--provider-other)" },
};

const KINDS: Record<ErrorKind, string> = {
  rate_limit: "rate limit",
  timeout: "timeout",
  flow: "flow",
  rag: "RAG",
  roi: "ROI",
  chart: "chart",
  save: "save",
  cancelled: "cancelled",
};

/** `LLM API, rate limit`. */
export const classWords = ({ class: name, kind }: Pick<ErrorGroup, "class" | "kind">): string =>
  kind === null ? CLASSES[name].name : `${CLASSES[name].name}, ${KINDS[kind]}`;
