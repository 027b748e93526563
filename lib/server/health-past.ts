import { type SeriesPast, seriesPasts, type UptimeRow } from "@/db/queries/health";
import { isoTime } from "@/db/queries/money";
import type { ComponentState, HealthDay } from "@/lib/contract/health";
import { availabilityOf, STATE_OF, type StateMs, stretchOf } from "@/lib/domain/health";
import type { Period } from "@/lib/domain/range";
import type { Bucket } from "@/lib/domain/time";
import { type Stretch, uptimeSeries, uptimeTotal } from "@/lib/domain/uptime";
import type { App } from "./app";

/** The pasts of the components of these environments, by component. */
export async function pastsOf(
  app: App,
  environments: readonly string[],
): Promise<ReadonlyMap<string, SeriesPast[]>> {
  return Map.groupBy(await seriesPasts(app.store.db, environments), ({ component }) => component);
}

interface Uptime {
  total: ComponentState["uptime"];
  /** Every bucket of the period, oldest first. */
  series: HealthDay[];
}

/** How available a component was: what is stored, and what its newest results say up to now. */
export function uptimeOf(
  app: App,
  { fromMs, toMs }: Pick<Period, "fromMs" | "toMs">,
  bucket: Bucket,
  pasts: readonly SeriesPast[],
  rows: readonly UptimeRow[],
): Uptime {
  const nowMs = app.nowMs();
  const open = pasts.map(({ newest }) => openStretch(newest, nowMs));
  const firstMs = pasts.length === 0 ? null : Math.min(...pasts.map((past) => past.firstMs));
  const asked = { fromMs, toMs, bucket, calendar: app.calendar(), nowMs, firstMs };
  const total = uptimeTotal(rows, open, asked);
  return {
    total: {
      ...inSeconds(total),
      coverage: total.coverage,
      results: rows.reduce((sum, row) => sum + row.results, 0),
    },
    series: uptimeSeries(rows, open, asked).map((one) => ({
      time: isoTime(one.startMs),
      ...inSeconds(one),
      coverage: one.coverage,
    })),
  };
}

function openStretch({ at_ms, interval_ms, status }: SeriesPast["newest"], nowMs: number): Stretch {
  const stretch = stretchOf({ atMs: at_ms, intervalMs: interval_ms }, nowMs);
  return { ...stretch, state: STATE_OF[status] };
}

const inSeconds = (time: StateMs) => ({
  up_s: time.up_ms / 1000,
  degraded_s: time.degraded_ms / 1000,
  down_s: time.down_ms / 1000,
  availability: availabilityOf(time),
});
