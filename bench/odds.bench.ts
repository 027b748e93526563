import { drawsOf } from "@/lib/demo/random";
import { ERROR_FLOORS, type ErrorFloors } from "@/lib/domain/error-lanes";
import { wilson } from "@/lib/domain/interval";
import { ERROR_ODDS, ERROR_ODDS_JOBS } from "@/lib/domain/odds";
import { errorTrips } from "@/tests/support/odds";
import { disturbances, foundShared, HEALTHY, LITERAL, RULES, type Truth } from "@/tests/support/release-odds";
import { type Figure, report } from "./support/results";
import { median } from "./support/timing";

const TIMES = process.argv.includes("nightly") ? 10 : 1;
const SEED = 20_261_123;

/** A share of runs in percent, with its interval. */
function share(what: string, k: number, n: number, aim?: Figure["aim"]): Figure {
  const { low, high } = wilson(k, n) ?? { low: 0, high: 1 };
  const interval = { low: low * 100, high: high * 100 };
  return { what, value: (100 * k) / n, unit: "%", interval, ...(aim && { aim }) };
}

const within = (trips: readonly (number | null)[], jobs: number) =>
  trips.filter((at) => at !== null && at <= jobs) as number[];

/** The odds that the papers name, and how far the table that the product shows is from the count, over all of it. */
function errorOdds(): Figure[] {
  const runs = 20_000 * TIMES;
  let furthest = 0;
  const told = ERROR_ODDS.filter(({ rate }) => rate > 0).flatMap(({ rate, percent }) => {
    const trips = errorTrips(runs, 1000, rate, { seed: SEED });
    for (const [place, jobs] of ERROR_ODDS_JOBS.entries()) {
      const counted = (100 * within(trips, jobs).length) / runs;
      furthest = Math.max(furthest, Math.abs(counted - (percent[place] ?? 0)));
    }
    return [60, 300].map((jobs) => {
      const at = within(trips, jobs);
      return share(`${rate * 100} % errors, ${jobs} jobs: trips, median at ${median(at)}`, at.length, runs);
    });
  });
  return [
    ...told,
    { what: "furthest from the table that is shown", value: furthest, unit: "points", aim: { atMost: 1 } },
  ];
}

function otherErrors(): Figure[] {
  const runs = 20_000 * TIMES;
  const literal: ErrorFloors = { ...ERROR_FLOORS, samplesMin: 1, errorsMin: 1 };
  const floorless = within(errorTrips(runs, 60, 0.01, { seed: SEED, floors: literal }), 60);
  const jumps = errorTrips(runs, 200, 0.5, { seed: SEED, after: 1000 });
  const early = within(jumps, 1000).length;
  const caught = within(jumps, 1200).filter((at) => at > 1000);
  return [
    share("floors 1 and 1, 1 % errors, 60 jobs: trips", floorless.length, runs),
    share("1,000 jobs at 1 %, then 50 %: had tripped before", early, runs),
    share("… and of the others, trips within 200 jobs", caught.length, runs - early),
    { what: "… after, median", value: median(caught) - 1000, unit: "jobs" },
  ];
}

function healthy(name: string, truth: Truth, runs: number, book?: typeof LITERAL, aimed = false): Figure[] {
  const counts = new Map<string, number>(RULES.map((rule) => [rule, 0]));
  let disturbed = 0;
  for (let run = 0; run < runs; run += 1) {
    const found = disturbances(drawsOf(SEED, run, 1), truth, RULES, book);
    if (found.size > 0) disturbed += 1;
    for (const rule of found.keys()) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  const aim = aimed ? { atMost: 1 } : undefined;
  return [
    share(`${name}: disturbed by any rule`, disturbed, runs, aim),
    ...[...counts].map(([rule, k]) => share(`… by ${rule}`, k, runs)),
  ];
}

/** Of the guard on cost alone. */
function dearer(times: number, aim?: Figure["aim"]): Figure[] {
  const runs = 10_000 * TIMES;
  const stops = Array.from(
    { length: runs },
    (_, run) =>
      disturbances(drawsOf(SEED, run, 2, times * 10), { ...HEALTHY, dearer: times }, [
        "cost_per_article_usd",
      ]).get("cost_per_article_usd") ?? null,
  );
  const at = within(stops, HEALTHY.jobs);
  return [
    share(`${times} × as dear: stopped within 40 jobs`, within(stops, 40).length, runs, aim),
    share("… within 100", at.length, runs),
    { what: "… after, median", value: median(at), unit: "jobs" },
  ];
}

function reviews(gateRate: number): Figure {
  const runs = 4000 * TIMES;
  let k = 0;
  for (let run = 0; run < runs; run += 1)
    if (disturbances(drawsOf(SEED, run, 3), { ...HEALTHY, gateRate }, ["review", "collapse"]).size > 0)
      k += 1;
  return share(`${gateRate * 100} % of gates pass: review or more within 100 jobs`, k, runs);
}

function shared(candidate: number, control: number): Figure {
  const runs = 4000 * TIMES;
  const found = Array.from({ length: runs }, (_, run) =>
    foundShared(drawsOf(SEED, run, 4), { candidate, control }),
  ).filter((answer) => answer !== null);
  const name = `at once ${candidate * 100} % of the candidate's jobs fail, ${control * 100} % of the control's`;
  return share(`${name}: shared`, found.filter(Boolean).length, found.length);
}

report("odds", [
  ...errorOdds(),
  ...otherErrors(),
  ...healthy("healthy", HEALTHY, 20_000 * TIMES, undefined, true),
  ...healthy("healthy, human value scattered by 0.5", { ...HEALTHY, valueSpread: 0.5 }, 4000 * TIMES),
  ...healthy("healthy, rules at their word", HEALTHY, 4000 * TIMES, LITERAL),
  ...dearer(1.5),
  ...dearer(2, { atLeast: 85 }),
  ...dearer(3, { atLeast: 99 }),
  ...[0.97, 0.95, 0.87, 0.8125].map(reviews),
  ...[
    [1, 1],
    [0.5, 0.5],
    [1, 0.01],
    [0.5, 0.01],
    [0.3, 0.1],
  ].map(([one = 0, two = 0]) => shared(one, two)),
]);
