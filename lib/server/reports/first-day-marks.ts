import { isoTime } from "@/db/queries/money";
import { type Fired, firedWithin } from "@/db/queries/report";
import type { ReleaseEventRow } from "@/db/schema-releases";
import type { FirstDayReply } from "@/lib/contract/first-day";
import type { EntryKind } from "@/lib/domain/release-effect";
import { SEVERITIES } from "@/lib/domain/rule";
import type { App } from "@/lib/server/app";
import type { FirstDay } from "./first-day-figures";

type Mark = FirstDayReply["marks"][number];

const GRAVE: readonly EntryKind[] = ["held", "rollback", "rollback_failed", "backup_alarm"];

/** What happened in a first day: what the release did, and what fired in its environment or in none. */
export async function firstDayMarks(
  app: App,
  timeline: readonly ReleaseEventRow[],
  { environment, fromMs, toMs }: FirstDay,
): Promise<Mark[]> {
  const fired = await firedWithin(app.store.db, { fromMs, toMs }, SEVERITIES);
  const marks = [
    ...timeline.filter(({ at_ms }) => at_ms >= fromMs && at_ms < toMs).map(ofRelease),
    ...fired.filter((one) => one.environment === environment || one.environment === "").map(ofAlert),
  ];
  return marks.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

const ofRelease = ({ at_ms, kind, said }: ReleaseEventRow): Mark => ({
  ...{ time: isoTime(at_ms), kind: "release", said, grave: GRAVE.includes(kind) },
});

const ofAlert = ({ at_ms, rule, severity, said }: Fired): Mark => ({
  ...{ time: isoTime(at_ms), kind: "alert", said: `${rule} fired: ${said}` },
  grave: severity === "critical" || severity === "high",
});
