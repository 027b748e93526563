import { counted, fixed, percent } from "@/lib/domain/format";
import { ENOUGH, type Interval } from "@/lib/domain/interval";
import { ERROR_RATE_MAX, EVERY_ONE, GATE_PASS_RATE } from "@/lib/domain/targets";
import { sampled } from "./format";

/** Rates in words: what they are, what they stand on, and how they stand to what they are held to. */

/** `81.3 %`; without decimals of so few that the decimals would say nothing. */
export const rated = (rate: number | null, samples: number): string =>
  percent(rate, samples < ENOUGH ? 0 : 1);

/** `23–71 % at n = 13` where there is an interval, else `n = 64`. */
export const basis = (interval: Interval | null, samples: number): string =>
  interval === null ? sampled(samples) : `${span(interval)} at ${sampled(samples)}`;

/** `23–71 %`, a 95 % interval. */
export const span = ({ low, high }: Interval): string =>
  `${fixed(low * 100, 0)}–${fixed(high * 100, 0)}\u00a0%`;

/** `52 of 64 gates`. */
export const partOf = (passed: number, checked: number, one: string, many?: string): string =>
  `${fixed(passed, 0)} of ${counted(checked, one, many)}`;

const whole = (share: number): string => percent(share, 0);

/** How a gate pass rate stands to goal, review and rollback. */
export function gateStanding(rate: number): string {
  const { goal, review, rollback } = GATE_PASS_RATE;
  if (rate >= goal) return `✓ at goal ${whole(goal)}`;
  if (rate >= review) return `▼ below goal ${whole(goal)}, above review ${whole(review)}`;
  if (rate >= rollback) return `▼ below review ${whole(review)}, above rollback ${whole(rollback)}`;
  return `✕ below rollback ${whole(rollback)}`;
}

/** How the rate of a check stands that everything should pass. */
export const checkStanding = (rate: number): string =>
  rate >= EVERY_ONE ? `✓ at target ${whole(EVERY_ONE)}` : `▼ below target ${whole(EVERY_ONE)}`;

/** How the share of failed jobs stands to its limit. */
export const errorStanding = (rate: number): string =>
  rate > ERROR_RATE_MAX
    ? `▲ above limit ${whole(ERROR_RATE_MAX)}`
    : `✓ within limit ${whole(ERROR_RATE_MAX)}`;
