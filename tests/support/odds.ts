import { drawsOf } from "@/lib/demo/random";
import { type ErrorFloors, firstTrip } from "@/lib/domain/error-lanes";

/** In which job, counted from 1, each run of so many jobs at that error rate trips; null where it does in none. */
export const errorTrips = (
  runs: number,
  jobs: number,
  rate: number,
  { seed, floors, after = 0 }: { seed: number; floors?: ErrorFloors; after?: number },
): (number | null)[] =>
  Array.from({ length: runs }, (_, run) => {
    const draw = drawsOf(seed, run, Math.round(rate * 1000));
    // `after` so many jobs at 1 %.
    const bad = Array.from({ length: after + jobs }, (_, job) => draw() < (job < after ? 0.01 : rate));
    const trip = firstTrip(bad, floors);
    return trip === null ? null : trip.at + 1;
  });
