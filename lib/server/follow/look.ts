import type { Environment } from "@/lib/domain/environment";
import type { Zone } from "@/lib/domain/time";
import type { Kind } from "@/lib/ingest/parse";
import type { App } from "@/lib/server/app";

/** A watched file whose kind is known. */
export interface FileSource {
  app: App;
  path: string;
  kind: Kind;
  environment: Environment | null;
  zone: Zone;
  /** How often a result of a component is due in it, in milliseconds. */
  intervalMs?: number;
}

/**
 * What one look at a file came to: read, not (yet) what it should be, or caught in the middle of a change.
 * `unfinished`: its last line has no end and was not taken; it is to be, once it has been left so.
 */
export type Look =
  | { state: "read"; unfinished?: boolean }
  | { state: "bad"; message: string }
  | { state: "changing" };
