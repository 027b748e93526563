import type { HealthStatus } from "@/lib/domain/signals";

/** The most that is taken in of one answer. */
export const ANSWER_BYTES_MAX = 1024 * 1024;

export const TOO_MUCH = "more than 1 MiB of output";

/** Something came back. Whether it is a health document is for others to say. */
export interface Answered {
  kind: "answered";
  medium: "command" | "http" | "file";
  body: Uint8Array;
  /** What the exit code or the HTTP status says; null where the medium has no word of its own. */
  status: HealthStatus | null;
  /** Why that is not healthy, without secrets; null where there is nothing to say. */
  remark: string | null;
  /** Whether the check ended in no way that was agreed on, whatever it wrote before. */
  broken: boolean;
}

/** Nothing came back that could be read. `error` is without secrets. */
export interface Unanswered {
  kind: "failed";
  error: string;
  timedOut: boolean;
}

/** What came of one try to ask; `unchanged`: a file still holds what it held when it was read last. */
export type ProbeAnswer = Answered | Unanswered | { kind: "unchanged" };

export const failed = (error: string, timedOut = false): Unanswered => ({ kind: "failed", error, timedOut });

export const tooLate = (timeoutMs: number): Unanswered =>
  failed(`no answer within ${timeoutMs / 1000} s`, true);

export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
