import type { BudgetReply } from "@/lib/contract/budget";
import { dayKey, dayShort, monthLong } from "./dates";
import { counted, money, moneyAtLeast, percent } from "./format";
import type { Said } from "./traffic-words";

/** What a month has cost, as one says it, and how that stands to its budget. */
export function budgetWords({
  month,
  limit_usd,
  spent_usd,
  spent_known,
  share,
  forecast_share,
}: BudgetReply): {
  spent: string;
  tone: Said | null;
} {
  const spent = `${moneyAtLeast(spent_usd, spent_known)} spent in ${monthLong(`${month}-01`)}`;
  if (limit_usd === null || share === null) return { spent, tone: null };
  return {
    spent: `${spent}, ${percent(share, 0)} of ${money(limit_usd)}`,
    tone: toneOf(share, forecast_share),
  };
}

function toneOf(share: number, forecast: number | null): Said {
  if (share >= 1) return { sign: "◆", words: "over budget", tone: "bad" };
  if (forecast !== null && forecast > 1) return { sign: "▲", words: "will exceed it", tone: "warn" };
  return { sign: "✓", words: "within budget", tone: "calm" };
}

/** `forecast $5.20, 8 days left` */
export function forecastWords({ forecast_usd, spent_known, days_left }: BudgetReply): string {
  const left = `${counted(Math.floor(days_left), "whole day")} left`;
  return forecast_usd === null
    ? `no forecast yet, ${left}`
    : `forecast ${moneyAtLeast(forecast_usd, spent_known)}, ${left}`;
}

/** How the forecast was made. */
export function budgetNote({ forecast_basis: basis, timezone }: BudgetReply): string {
  if (basis === null) return "A forecast takes three whole days on which anything could have been spent.";
  return `Spent so far, and ${money(basis.daily_usd)} for each day that is left: the mean of the ${basis.days} days from ${dayShort(
    dayKey(basis.from, timezone),
  )}.`;
}
