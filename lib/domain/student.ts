import jStat from "jstat";

/**
 * The quantile of Student's t between which and its negative `level` of the distribution lies: at 0.95 it leaves 2.5 % on
 * either side. `freedom` need not be whole.
 */
export const studentT = (freedom: number, level = 0.95): number =>
  jStat.studentt.inv((1 + level) / 2, freedom);
