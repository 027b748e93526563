"use client";

import { useQuery } from "@tanstack/react-query";
import { Tone } from "@/components/releases/tone";
import { budgetNote, budgetStanding } from "@/lib/client/budget-words";
import { budgetQuery } from "@/lib/client/queries";
import { forecastWords, spentWords } from "@/lib/domain/budget-words";
import { BudgetBar } from "./budget-bar";

/** What this calendar month has cost and will have cost, in one line, against its budget where there is one. */
export function BudgetLine() {
  const { data: budget } = useQuery(budgetQuery());
  if (budget === undefined) return null;
  const standing = budgetStanding(budget);
  return (
    <section
      aria-label="Budget of this month"
      className="grid min-w-0 items-center gap-x-4 gap-y-1 rounded-card border border-line bg-surface px-3.5 py-2 text-small text-ink-2 md:grid-cols-[auto_minmax(120px,1fr)_auto] print:px-2 print:py-1"
    >
      <p className="min-w-0">
        <span className="text-card text-ink">{spentWords(budget)}</span> {standing && <Tone {...standing} />}
      </p>
      {budget.limit_usd === null ? (
        <p className="no-print min-w-0 text-ink-3">
          No budget is set. In <code>greenlight.yaml</code>:{" "}
          <code className="whitespace-nowrap">budget: {"{ monthly_usd: 100 }"}</code>
        </p>
      ) : (
        <BudgetBar budget={budget} limitUsd={budget.limit_usd} />
      )}
      <p className="min-w-0 md:text-right" title={budgetNote(budget)}>
        {forecastWords(budget)}
      </p>
    </section>
  );
}
