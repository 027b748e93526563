/** 1 in `npm test`; more in the benchmarks, where all cases of a table are played. */
export const factor = Number(process.env.GREENLIGHT_TEST_SCALE ?? 1);

/** How often a test of chance is played: as given in `npm test`, more with GREENLIGHT_TEST_SCALE. */
export const scaled = (times: number): number => Math.max(1, Math.round(times * factor));
