import { jStat } from "jstat";

/** The 97.5 % quantile of Student's t: what leaves 2.5 % on either side. `freedom` need not be whole. */
export const studentT = (freedom: number): number => jStat.studentt.inv(0.975, freedom);
