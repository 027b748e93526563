import type { Environment } from "@/lib/domain/environment";

/** One article that is to be written. */
export interface SmokeJob {
  /** The id of the run. */
  run: string;
  /** From 1: which article of the run it is. */
  number: number;
  topic: string;
  environment: Environment;
  version: string;
}

/** What came of writing it; words are without secrets. Null: it was not said. */
export interface Written {
  ok: boolean;
  /** Why not, where it is not ok. */
  error: string | null;
  /** The last lines of what its writer said. */
  output: string | null;
  costUsd: number | null;
  seconds: number | null;
}

export const unwritten = (error: string, output: string | null = null): Written => ({
  ...{ ok: false, error, output, costUsd: null, seconds: null },
});

export const tooLong = (timeoutMs: number): string => `not done within ${timeoutMs / 1000} s`;
