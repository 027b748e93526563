import { Card } from "@/components/card";
import { ScrollList } from "@/components/releases/scroll-list";
import { Tone } from "@/components/releases/tone";
import { lasting } from "@/lib/client/dates";
import { passedShare } from "@/lib/client/first-day-words";
import type { FirstDayReply } from "@/lib/contract/first-day";
import { clockExact } from "@/lib/domain/dates";
import { FIRST_DAY_MS } from "@/lib/domain/first-day";

interface Props {
  day: FirstDayReply;
  from: string;
  nowMs: number;
}

/** The 24 hours as one line with what happened on it, and the same in words. */
export function FirstDayMoments({ day, from, nowMs }: Props) {
  const { marks, timezone } = day;
  const sinceStart = (time: string) => Date.parse(time) - Date.parse(from);
  return (
    <Card title="What happened" unit="since the first share">
      <div aria-hidden="true" className="relative mt-1 h-4">
        <span className="absolute inset-x-0 top-1 h-2 overflow-hidden rounded-full bg-sunken">
          <span
            className={`block h-full ${day.environment === "green" ? "bg-green" : "bg-blue"}`}
            style={{ width: `${passedShare(from, nowMs) * 100}%` }}
          />
        </span>
        {marks.map(({ time, said, grave }) => (
          <span
            key={`${time} ${said}`}
            className={`absolute top-0 h-4 w-0.5 ${grave ? "bg-red" : "bg-ink"}`}
            style={{ left: `min(calc(100% - 2px), ${(sinceStart(time) / FIRST_DAY_MS) * 100}%)` }}
          />
        ))}
      </div>
      <p aria-hidden="true" className="mt-0.5 flex justify-between text-small text-ink-3">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour} h</span>
        ))}
      </p>
      {marks.length === 0 ? (
        <p className="mt-2 text-small text-ink-2">Nothing yet.</p>
      ) : (
        <div className="mt-2 text-small">
          <ScrollList name="What happened, oldest first">
            {marks.map(({ time, kind, said, grave }) => (
              <li key={`${time} ${said}`} className="flex flex-wrap gap-x-3 py-0.5">
                <span
                  className="w-24 shrink-0 text-ink-3"
                  title={`${clockExact(time, timezone)} ${timezone}`}
                >
                  {lasting(sinceStart(time))}
                </span>
                <span className="min-w-0 flex-1 wrap-anywhere">
                  <Tone
                    sign={kind === "alert" ? "◆" : grave ? "▲" : "→"}
                    words={said}
                    tone={grave ? "bad" : "calm"}
                  />
                </span>
              </li>
            ))}
          </ScrollList>
        </div>
      )}
    </Card>
  );
}
