import type { RunKind } from "@/lib/domain/test-run";
import type { App } from "@/lib/server/app";
import { remember } from "@/lib/server/remember";

/** A run of this process. What the database says runs, and is none of these, was left by a process that is gone. */
export interface UnderWay {
  id: string;
  release: string;
  kind: RunKind;
  stopping: AbortController;
  /** Never rejects. */
  ended: Promise<void>;
}

/** The runs of this process, by their ids. */
export function underWay(app: App): Map<string, UnderWay> {
  const all = remember("runs", () => new WeakMap<App, Map<string, UnderWay>>());
  const mine = all.get(app) ?? new Map<string, UnderWay>();
  all.set(app, mine);
  return mine;
}
