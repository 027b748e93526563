import type { BudgetReply } from "@/lib/contract/budget";
import { dayKey, dayShort } from "@/lib/domain/dates";
import { money } from "@/lib/domain/format";
import type { Said } from "./traffic-words";

/** How a month stands to its budget; null without one. */
export function budgetStanding({ share, forecast_share: forecast }: BudgetReply): Said | null {
  if (share === null) return null;
  if (share > 1) return { sign: "◆", words: "over budget", tone: "bad" };
  if (share === 1) return { sign: "◆", words: "all of it is spent", tone: "bad" };
  if (forecast !== null && forecast > 1) return { sign: "▲", words: "will exceed it", tone: "warn" };
  return { sign: "✓", words: "within budget", tone: "calm" };
}

/** How the forecast was made. */
export function budgetNote({ forecast_basis: basis, timezone }: BudgetReply): string {
  if (basis === null) return "A forecast takes three whole days on which anything could have been spent.";
  const from = dayShort(dayKey(basis.from, timezone));
  return `Spent so far, and ${money(basis.daily_usd)} for each day that is left: the mean of the ${basis.days} days from ${from}.`;
}
