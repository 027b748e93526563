import { firstSpentMs, spentIn } from "@/db/queries/budget";
import { isoTime } from "@/db/queries/money";
import { usageSums } from "@/db/queries/rollups";
import type { BudgetReply } from "@/lib/contract/budget";
import {
  BUDGET_SHARES,
  cumulated,
  daysLeft,
  forecastDays,
  forecastNano,
  type Month,
  monthOf,
  reachedMs,
  type Spent,
} from "@/lib/domain/budget";
import { nanoUsd, usd } from "@/lib/domain/money";
import type { App } from "@/lib/server/app";

/** What this calendar month has cost and will cost, whatever the environment, and how that stands to the budget. */
export async function budgetOf(app: App): Promise<BudgetReply> {
  const { db } = app.store;
  const nowMs = app.nowMs();
  const calendar = app.calendar();
  const month = monthOf(nowMs, calendar);
  const limitUsd = app.settings().budget?.monthlyUsd ?? null;
  const sums = await usageSums(db, { ...month, bucket: "day" });
  const left = daysLeft(nowMs, month, calendar);
  const { forecast_usd, forecast_basis } = await forecastOf(app, sums.cost_nano, left);
  const spentUsd = usd(sums.cost_nano);
  return {
    ...{ month: month.name, from: isoTime(month.fromMs), to: isoTime(month.toMs) },
    ...{ timezone: calendar.zone, bucket: "day", limit_usd: limitUsd },
    ...{ spent_usd: spentUsd, spent_known: sums.unpriced_calls === 0, days_left: left },
    ...{ forecast_usd, forecast_basis },
    share: limitUsd === null ? null : spentUsd / limitUsd,
    forecast_share: limitUsd === null || forecast_usd === null ? null : forecast_usd / limitUsd,
    thresholds: limitUsd === null ? [] : await thresholdsOf(app, month, limitUsd),
    days: await daysOf(app, month),
  };
}

async function forecastOf(
  app: App,
  spentNano: number,
  left: number,
): Promise<Pick<BudgetReply, "forecast_usd" | "forecast_basis">> {
  const { db } = app.store;
  const calendar = app.calendar();
  const starts = forecastDays(app.nowMs(), await firstSpentMs(db), calendar);
  const fromMs = starts.at(-1);
  if (fromMs === undefined) return { forecast_usd: null, forecast_basis: null };
  const toMs = calendar.floorMs(app.nowMs(), "day");
  const spent = new Map(
    (await spentIn(db, { fromMs, toMs, bucket: "day" })).map(({ startMs, nano }) => [startMs, nano]),
  );
  const days = starts.map((startMs) => spent.get(startMs) ?? 0);
  const forecast = forecastNano(spentNano, days, left);
  if (forecast === null) return { forecast_usd: null, forecast_basis: null };
  const daily = days.reduce((sum, nano) => sum + nano, 0) / days.length;
  return {
    forecast_usd: usd(forecast),
    forecast_basis: {
      ...{ from: isoTime(fromMs), to: isoTime(toMs), days: days.length },
      daily_usd: usd(Math.round(daily)),
    },
  };
}

async function thresholdsOf(app: App, month: Month, limitUsd: number): Promise<BudgetReply["thresholds"]> {
  const hours = await spentIn(app.store.db, { ...month, bucket: "hour" });
  return BUDGET_SHARES.map((share) => {
    const nano = nanoUsd(limitUsd * share);
    const atMs = reachedMs(hours, nano);
    return { share, limit_usd: usd(nano), reached_at: atMs === null ? null : isoTime(atMs) };
  });
}

/** Every day up to today; of a clock that is put back, also the later ones on which something was spent. */
async function daysOf(app: App, { fromMs, toMs }: Month): Promise<BudgetReply["days"]> {
  const calendar = app.calendar();
  const known = await spentIn(app.store.db, { fromMs, toMs, bucket: "day" });
  const nano = new Map(known.map((day) => [day.startMs, day.nano]));
  const lastMs = Math.max(calendar.floorMs(app.nowMs(), "day"), known.at(-1)?.startMs ?? 0);
  const days: Spent[] = [];
  for (let startMs = fromMs; startMs <= lastMs; startMs = calendar.nextMs(startMs, "day"))
    days.push({ startMs, nano: nano.get(startMs) ?? 0 });
  const sums = cumulated(days);
  return days.map((day, at) => ({
    time: isoTime(day.startMs),
    cost_usd: usd(day.nano),
    cumulative_usd: usd(sums[at] ?? 0),
  }));
}
