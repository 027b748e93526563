import { ERROR_RATE_MAX } from "./targets";

/** From where the rule on errors speaks. Floors of 1 and 1 give the literal rule: the main lane alone, at once. */
export interface ErrorFloors {
  /** The share of failed jobs that is still good, above 0 and below 1. */
  threshold: number;
  samplesMin: number;
  errorsMin: number;
}

export const ERROR_FLOORS: ErrorFloors = { threshold: ERROR_RATE_MAX, samplesMin: 20, errorsMin: 5 };

/** Jobs are judged over at most so many, the newest. */
export const WINDOW_JOBS = 300;

/** What the betting test bets on: the shares of failed jobs that it could be. Those up to the threshold are no bets. */
const BETS = [0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8];
/** The mean of the bets at which the early lane trips, with so many errors at least among so many newest jobs. */
const STAKES = 100;
const RECENT = { jobs: 60, errorsMin: 3 };

/** Where the rule trips, and on what: `k` of the `n` jobs that end at `at` (an index) failed. */
export interface Trip {
  lane: "main" | "early";
  at: number;
  n: number;
  k: number;
}

/**
 * The first job, from index `from` on, at which the rule on errors trips; null where it does at none. Jobs are in order
 * of their end, true where bad, once each however often they were tried. Each is judged by what had ended by then.
 *
 * The early lane is a betting test restarted at every low (CUSUM of e-values): under the threshold no bet is expected to
 * grow, so a mean of 100 is what a share within it reaches seldom. It speaks for the jobs since its best bet was begun.
 *
 * @source docs/maths.md#the-error-rule; G. Shafer, Testing by betting (JRSS A 184, 2021); E. S. Page, Continuous
 * inspection schemes (Biometrika 41, 1954)
 */
export function firstTrip(
  bad: readonly boolean[],
  floors: ErrorFloors = ERROR_FLOORS,
  from = 0,
): Trip | null {
  const bets = new Bets(floors.threshold);
  const literal = floors.samplesMin <= 1 && floors.errorsMin <= 1;
  let k = 0;
  let recent = 0;
  for (let at = 0; at < bad.length; at += 1) {
    k += one(bad[at]) - one(bad[at - WINDOW_JOBS]);
    recent += one(bad[at]) - one(bad[at - RECENT.jobs]);
    const n = Math.min(WINDOW_JOBS, at + 1);
    bets.add(bad[at] === true, at);
    if (at < from) continue;
    if (n >= floors.samplesMin && k >= floors.errorsMin && k / n > floors.threshold)
      return { lane: "main", at, n, k };
    if (literal || recent < RECENT.errorsMin || bets.mean < STAKES) continue;
    const start = at < WINDOW_JOBS ? bets.begun : startInWindow(bad, at, floors.threshold);
    if (start !== null) return { lane: "early", at, n: at - start + 1, k: errorsIn(bad, start, at) };
  }
  return null;
}

/** The same bets over the newest jobs alone, which never stand higher; null where they do not reach the stakes. */
function startInWindow(bad: readonly boolean[], at: number, threshold: number): number | null {
  const bets = new Bets(threshold);
  for (let i = at - WINDOW_JOBS + 1; i <= at; i += 1) bets.add(bad[i] === true, i);
  return bets.mean < STAKES ? null : bets.begun;
}

/** What stands on each share: the product of its odds since it was last begun anew. Its state is of one pass alone. */
class Bets {
  private readonly all: { bad: number; good: number; stake: number; start: number }[];

  constructor(threshold: number) {
    this.all = BETS.filter((share) => share > threshold).map((share) => ({
      bad: share / threshold,
      good: (1 - share) / (1 - threshold),
      stake: 1,
      start: 0,
    }));
  }

  add(bad: boolean, at: number): void {
    for (const bet of this.all) {
      bet.stake *= bad ? bet.bad : bet.good;
      if (bet.stake > 1) continue;
      bet.stake = 1;
      bet.start = at + 1;
    }
  }

  /** 0 where the threshold leaves nothing to bet on. */
  get mean(): number {
    let sum = 0;
    for (const { stake } of this.all) sum += stake;
    return sum / Math.max(1, this.all.length);
  }

  /** Since when the best bet stands. */
  get begun(): number {
    return this.all.reduce((best, bet) => (bet.stake > best.stake ? bet : best), { stake: 0, start: 0 })
      .start;
  }
}

const one = (bad: boolean | undefined): number => (bad === true ? 1 : 0);

const errorsIn = (bad: readonly boolean[], start: number, end: number): number =>
  bad.slice(start, end + 1).filter(Boolean).length;
