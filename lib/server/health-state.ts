import type { SeriesPast, UptimeRow } from "@/db/queries/health";
import { isoTime } from "@/db/queries/money";
import type { HealthResultRow } from "@/db/schema-signals";
import type { ComponentState } from "@/lib/contract/health";
import type { Period } from "@/lib/domain/range";
import type { App } from "./app";
import { uptimeOf } from "./health-past";
import { environmentOf, type Viewed } from "./health-view";

/** A component as the grid shows it. */
export function stateOf(
  app: App,
  period: Period,
  { name, verdict, result, intervalMs, probe }: Viewed,
  pasts: readonly SeriesPast[],
  rows: readonly UptimeRow[],
): ComponentState {
  const { total, series } = uptimeOf(app, period, "day", pasts, rows);
  const mine = pasts.find(({ environment }) => environment === result?.environment);
  const failed = pasts.flatMap(({ lastError }) => lastError ?? []).sort((a, b) => b.atMs - a.atMs)[0];
  return {
    name,
    environment: result === null ? null : environmentOf(result.environment),
    ...verdict,
    reported: result !== null,
    received: result === null ? null : isoTime(result.received_ms),
    since: mine === undefined ? null : isoTime(mine.changedMs),
    interval_s: intervalMs / 1000,
    latency_ms: result?.latency_us == null ? null : result.latency_us / 1000,
    fallback: result?.fallback ?? null,
    error: result?.error ?? null,
    last_error: failed === undefined ? null : { message: failed.message, time: isoTime(failed.atMs) },
    version: result?.version ?? null,
    details: result === null ? {} : shownDetails(result),
    probe,
    uptime: total,
    days: series,
  };
}

/** All that the check said beside what has a place of its own. */
export function detailsOf({ details }: Pick<HealthResultRow, "details">): Record<string, unknown> {
  const said: unknown = JSON.parse(details);
  // A key of this name would be read as the object's prototype by whoever copies it carelessly.
  return typeof said === "object" && said !== null && !Array.isArray(said)
    ? Object.fromEntries(Object.entries(said).filter(([name]) => name !== "__proto__"))
    : {};
}

const shownDetails = (result: HealthResultRow): Record<string, unknown> => ({
  ...detailsOf(result),
  ...(result.query_test === null ? {} : { query_test: JSON.parse(result.query_test) }),
});
