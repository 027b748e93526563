import { isoTime } from "@/db/queries/money";
import type { FirstDayReply } from "@/lib/contract/first-day";
import { trendsOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { errorsOf } from "@/lib/server/errors";
import { latencyOf } from "@/lib/server/latency";
import { qualityOf } from "@/lib/server/quality";
import { resourcesOf } from "@/lib/server/resources";
import type { FirstDay } from "./first-day-figures";

/** Every hour that a first day touches, as the endpoints of each figure have it; one to come, or without records, is empty. */
export async function firstDayHours(
  app: App,
  { environment, fromMs, toMs }: FirstDay,
): Promise<FirstDayReply["hours"]> {
  const query = { environment, from: isoTime(fromMs), to: isoTime(toMs), bucket: "hour" } as const;
  const trends = byTime((await trendsOf(app, query)).series);
  const quality = byTime((await qualityOf(app, query)).series);
  const jobs = byTime((await errorsOf(app, { ...query, group: "class" })).jobs);
  const rag = byTime((await latencyOf(app, { ...query, name: "rag" })).series);
  const resources = byTime((await resourcesOf(app, query)).series);
  return hoursOf(app, fromMs, toMs).map((time) => {
    const made = trends.get(time);
    return {
      time,
      articles: made?.articles ?? 0,
      cost_per_article_usd: made?.cost_per_article_usd ?? null,
      roi_multiplier: made?.roi_multiplier ?? null,
      gate_pass_rate: quality.get(time)?.gate_pass_rate ?? null,
      error_rate: jobs.get(time)?.error_rate ?? null,
      rag_latency_p95_ms: rag.get(time)?.p95 ?? null,
      article_time_s: made?.article_time_s.p50 ?? null,
      memory_bytes: resources.get(time)?.memory_max_bytes ?? null,
    };
  });
}

const byTime = <Row extends { time: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.time, row]));

function hoursOf(app: App, fromMs: number, toMs: number): string[] {
  const calendar = app.calendar();
  const hours: string[] = [];
  for (let atMs = calendar.floorMs(fromMs, "hour"); atMs < toMs; atMs = calendar.nextMs(atMs, "hour"))
    hours.push(isoTime(atMs));
  return hours;
}
