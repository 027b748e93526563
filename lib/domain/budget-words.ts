import { monthLong } from "./dates";
import { counted, money, moneyAtLeast, percent } from "./format";

/** A month and its budget, as `/api/budget` says it. */
export interface BudgetFigures {
  month: string;
  limit_usd: number | null;
  spent_usd: number;
  spent_known: boolean;
  days_left: number;
  forecast_usd: number | null;
  share: number | null;
}

/** `$4.10 spent in Nov 2026, 41 % of $10.00` */
export function spentWords({ month, limit_usd, spent_usd, spent_known, share }: BudgetFigures): string {
  const spent = `${moneyAtLeast(spent_usd, spent_known)} spent in ${monthLong(`${month}-01`)}`;
  return limit_usd === null || share === null
    ? spent
    : `${spent}, ${percent(share, 0)} of ${money(limit_usd)}`;
}

/** `forecast $5.20, 8 whole days left` */
export function forecastWords({ forecast_usd, spent_known, days_left }: BudgetFigures): string {
  const left = `${counted(Math.floor(days_left), "whole day")} left`;
  return forecast_usd === null
    ? `no forecast yet, ${left}`
    : `forecast ${moneyAtLeast(forecast_usd, spent_known)}, ${left}`;
}
