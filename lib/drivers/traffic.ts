import type { Environment } from "@/lib/domain/environment";

/** What a driver is told to apply. */
export interface Command {
  /** Percent of new work for green, 0 to 100; blue has the rest. */
  green: number;
  live: Environment;
  /** Null before the first switch. */
  previous: Environment | null;
  /** The version of the live environment. */
  version: string | null;
  reason: string;
  /** Whether this gives everything back after something went wrong. */
  rollback?: boolean;
  atMs: number;
}

/** What was read from the outside, never the echo of what was sent. */
export interface Applied {
  /** Percent of new work that goes to green; null where neither takes any. */
  green: number | null;
  /** Changes when the balancer began anew and so forgot what it was told. */
  generation: string;
  /** Those that somebody has put into maintenance. */
  stopped: readonly Environment[];
  /** What is unusual, in words: a server that was drained or stopped by hand. */
  remarks: readonly string[];
  /** How much work each was given since the balancer began; null where it does not count. */
  given: Readonly<Record<Environment, number>> | null;
  /** What the outside itself says of live, previous and version, where it keeps that. */
  says: Said | null;
}

/** What a state file says beside its weights. */
export interface Said {
  live: Environment;
  previous: Environment | null;
  version: string | null;
  /** Whether it says that this is what was rolled back to. */
  rolledBack: boolean;
}

/** Asked right before a write: throws where something else is wanted by now. */
export type StillWanted = () => Promise<void>;

/**
 * Where new work goes. Both verbs are safe to repeat, end within three seconds, and
 * throw Problem "driver-unreachable" with what stands in the way; an aborted signal ends them at once.
 */
export interface TrafficDriver {
  readonly name: "state-file" | "haproxy";
  read(signal: AbortSignal): Promise<Applied>;
  /** Resolves when a read after the write shows what was sent. */
  send(command: Command, signal: AbortSignal, stillWanted?: StillWanted): Promise<Applied>;
}
