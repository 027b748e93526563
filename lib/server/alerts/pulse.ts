/** One look's place in time. */
export interface Beat {
  /** By the wall: what records are stamped with. */
  atMs: number;
  /** By a clock that only runs forward. */
  clockMs: number;
  /** Since the look before; null where there was none, or it is not known what went on since. */
  passedMs: number | null;
  /** For how long this process has listened without a gap: what nobody told before is no silence. */
  listenedMs: number;
  /** From when evidence counts at all; null: from whenever. */
  floorMs: number | null;
}

/** Longer than this nobody looks at nothing: the process was stopped, and what passed does not count. */
const PASSED_MS_MAX = 60_000;
/** A wall clock that moved by more than this beside the other one was set. */
const JUMP_MS = 60_000;

/**
 * Tells how much time counts between looks, whatever is done to the clock on the wall. A clock that was put back makes
 * old evidence new again: what lies before that moment does not count any more. One that was put forward leaves a gap in
 * which nobody can have been heard.
 */
export class Pulse {
  #last: Beat | null = null;
  #listeningSinceMs = 0;

  /** `lookedMs`: when the last look that was stored was, by the wall. */
  beat(atMs: number, clockMs: number, lookedMs: number): Beat {
    const last = this.#last;
    if (last === null) {
      this.#listeningSinceMs = clockMs;
      const floorMs = lookedMs > atMs + JUMP_MS ? atMs : null;
      return { atMs, clockMs, passedMs: null, listenedMs: 0, floorMs };
    }
    const passed = Math.max(0, clockMs - last.clockMs);
    const jumpMs = atMs - last.atMs - passed;
    if (Math.abs(jumpMs) > JUMP_MS) this.#listeningSinceMs = clockMs;
    return {
      atMs,
      clockMs,
      passedMs: Math.min(PASSED_MS_MAX, passed),
      listenedMs: clockMs - this.#listeningSinceMs,
      floorMs: jumpMs < -JUMP_MS ? atMs : last.floorMs,
    };
  }

  /** The look was stored. */
  kept(beat: Beat): void {
    this.#last = beat;
  }

  /** A look came to nothing: the next one is as the first after a start. */
  missed(): void {
    this.#last = null;
  }
}
