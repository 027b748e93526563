import { isoTime } from "@/db/queries/money";
import { releaseOf, releaseTimeline } from "@/db/queries/releases";
import type { FirstDayReply } from "@/lib/contract/first-day";
import { other } from "@/lib/domain/environment";
import { FIRST_DAY_MS, firstShareMs } from "@/lib/domain/first-day";
import type { App } from "@/lib/server/app";
import { knownRelease } from "@/lib/server/releases/known";
import { firstDayFigures } from "./first-day-figures";
import { firstDayHours } from "./first-day-hours";
import { firstDayMarks } from "./first-day-marks";

/** The first 24 hours of a release, from its first share on. @throws Problem not-found */
export async function firstDayOf(app: App, id: string): Promise<FirstDayReply> {
  const row = await knownRelease(app.store.db, id);
  const { plan } = releaseOf(row);
  const { environment, version } = plan;
  const timeline = await releaseTimeline(app.store.db, id);
  const fromMs = firstShareMs(
    timeline.map(({ at_ms, kind, evidence }) => ({ atMs: at_ms, kind, share: shareOf(evidence) })),
  );
  const head = {
    ...{ id, version, environment, control: other(environment) },
    ...{ timezone: app.calendar().zone, now: isoTime(app.nowMs()) },
  };
  if (fromMs === null)
    return { ...head, from: null, to: null, baseline: null, figures: [], hours: [], marks: [] };
  const day = { environment, fromMs, toMs: fromMs + FIRST_DAY_MS };
  return {
    ...head,
    ...{ from: isoTime(day.fromMs), to: isoTime(day.toMs) },
    ...(await firstDayFigures(app, day)),
    hours: await firstDayHours(app, day),
    marks: await firstDayMarks(app, timeline, day),
  };
}

function shareOf(evidence: string): number | null {
  const { applied, weight }: { applied: number | null; weight: number | null } = JSON.parse(evidence);
  return applied ?? weight;
}
