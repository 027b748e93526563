import { usageSums } from "@/db/queries/rollups";
import { monthOf } from "@/lib/domain/budget";
import { monthLong } from "@/lib/domain/dates";
import type { Finding } from "@/lib/domain/finding";
import { money, moneyAtLeast } from "@/lib/domain/format";
import { judge } from "@/lib/domain/judge";
import { usd } from "@/lib/domain/money";
import type { Rule } from "@/lib/domain/rule";
import type { App } from "@/lib/server/app";
import type { Question } from "./question";
import { inPercent } from "./wording";

/**
 * The part of this calendar month's budget that is spent, by whatever environment: the same whatever the rule's window is,
 * and whatever a release observes. Nothing measures it where there is no budget.
 */
export async function budgetFinding(
  app: App,
  rule: Rule,
  { nowMs }: Pick<Question, "nowMs">,
): Promise<Finding> {
  const { budget } = app.settings();
  if (budget === null) return judge(null);
  const month = monthOf(nowMs, app.calendar());
  const sums = await usageSums(app.store.db, { ...month, bucket: "day" });
  const spent = usd(sums.cost_nano);
  const said = `${moneyAtLeast(spent, sums.unpriced_calls === 0)} of ${money(budget.monthlyUsd)} spent in ${monthLong(`${month.name}-01`)}:`;
  return judge({
    ...{ kind: "figure", value: spent / budget.monthlyUsd, n: Math.max(1, sums.calls) },
    ...{ threshold: rule, wording: inPercent(said) },
  });
}
