import type { Environment } from "./environment";

/**
 * Keeps alerts from being told for a while. It ends by the engine's clock, so that a wall clock that jumps neither ends
 * all silences at once nor prolongs them; `untilMs` is what people are shown.
 */
export interface Silence {
  id: number;
  /** Null: every rule. */
  rule: string | null;
  /** Null: every environment, and what belongs to none. */
  environment: Environment | null;
  reason: string;
  by: string;
  fromMs: number;
  untilMs: number;
  endsClockMs: number;
  /** Whether it also keeps actions from being carried out. Else it mutes, and no more. */
  actionsToo: boolean;
}

interface Target {
  rule: string;
  environment: Environment | null;
}

/** The silence that covers an alert now: the one that ends last, and one that withholds actions before one that does not. */
export function silenceOf(
  silences: readonly Silence[],
  { rule, environment }: Target,
  clockMs: number,
): Silence | null {
  const covering = silences.filter(
    (silence) =>
      silence.endsClockMs > clockMs &&
      (silence.rule === null || silence.rule === rule) &&
      (silence.environment === null || silence.environment === environment),
  );
  const [first] = covering.toSorted(
    (a, b) => Number(b.actionsToo) - Number(a.actionsToo) || b.endsClockMs - a.endsClockMs || a.id - b.id,
  );
  return first ?? null;
}

/** A new silence, for as long as it was asked for. */
export const silenceFor = (
  wish: Pick<Silence, "rule" | "environment" | "reason" | "by" | "actionsToo"> & { forMs: number },
  now: { atMs: number; clockMs: number },
): Omit<Silence, "id"> => {
  const { forMs, ...rest } = wish;
  return { ...rest, fromMs: now.atMs, untilMs: now.atMs + forMs, endsClockMs: now.clockMs + forMs };
};

/**
 * A silence at a start: the time in which nothing ran counts for it by the wall clock, because people were told when it
 * ends. It never gets longer than it was.
 */
export const silenceAtStart = (silence: Silence, now: { atMs: number; clockMs: number }): Silence => ({
  ...silence,
  endsClockMs: Math.min(silence.endsClockMs, now.clockMs + Math.max(0, silence.untilMs - now.atMs)),
});
