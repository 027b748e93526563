import { lasting } from "@/lib/client/dates";
import type { ComponentState, HealthDay } from "@/lib/contract/health";
import { dayKey, dayLong, dayShort } from "@/lib/domain/dates";
import { percent, UNKNOWN } from "@/lib/domain/format";

type Uptime = Pick<HealthDay, "up_s" | "degraded_s" | "down_s" | "availability" | "coverage">;

/** Shares of a bar's height, together at most one; what is left is not known. */
export interface DayShares {
  up: number;
  degraded: number;
  down: number;
}

/** A day of which little is known is still to be seen. */
const SEEN_MIN = 0.35;

export function sharesOf({ up_s, degraded_s, down_s, coverage }: HealthDay): DayShares {
  const known = up_s + degraded_s + down_s;
  const height = Math.min(1, Math.max(SEEN_MIN, coverage));
  const share = (seconds: number) => (known === 0 ? 0 : (seconds / known) * height);
  return { up: share(up_s), degraded: share(degraded_s), down: share(down_s) };
}

/** `99.98 %`; never rounded up to a hundred where something was down. */
export function available(share: number | null): string {
  if (share === null) return UNKNOWN;
  const decimals = share === 0 || share === 1 ? 0 : share < 0.99 ? 1 : 2;
  const scale = 10 ** (decimals + 2);
  return percent(Math.floor(share * scale + 1e-6) / scale, decimals);
}

/** How much of a time is known: never rounded up to all of it, nor down to nothing. */
export function covered(share: number): string {
  if (share > 0 && share < 0.01) return `<${percent(0.01, 0)}`;
  return percent(share === 1 ? 1 : Math.min(0.99, share), 0);
}

/** `12 Nov: available 98.2 %; degraded 10 min, down 24 min; 95 % known`. */
export function dayWords(day: HealthDay, zone: string): string {
  const name = dayLong(dayKey(day.time, zone));
  if (day.availability === null) return `${name}: nothing known`;
  const faults = [
    day.degraded_s > 0 && `degraded ${lasting(day.degraded_s * 1000)}`,
    day.down_s > 0 && `down ${lasting(day.down_s * 1000)}`,
  ].filter((fault) => fault !== false);
  return [
    `${name}: available ${available(day.availability)}`,
    ...faults,
    `${covered(day.coverage)} known`,
  ].join(", ");
}

/** All bars in one sentence, for who does not see them. */
export function barsWords({ days }: Pick<ComponentState, "days">, zone: string): string {
  const known = days.filter(({ availability }) => availability !== null);
  if (known.length === 0) return `Nothing known in ${days.length} days.`;
  return [
    `${known.length} of ${days.length} days known`,
    `down on ${listed(
      days.filter(({ down_s }) => down_s > 0),
      zone,
    )}`,
    `degraded on ${listed(
      days.filter(({ degraded_s }) => degraded_s > 0),
      zone,
    )}`,
  ].join("; ");
}

const NAMED_MAX = 5;

function listed(days: readonly HealthDay[], zone: string): string {
  if (days.length === 0) return "none";
  const names = days.slice(-NAMED_MAX).map(({ time }) => dayShort(dayKey(time, zone)));
  return days.length <= NAMED_MAX ? names.join(", ") : `${days.length}, last ${names.join(", ")}`;
}

/** `99.98 % available, 87 % known`. */
export const uptimeWords = ({ availability, coverage }: Uptime): string =>
  availability === null
    ? "availability not known yet"
    : `${available(availability)} available, ${covered(coverage)} of the time known`;
