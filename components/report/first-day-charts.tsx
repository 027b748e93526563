import type { Threshold } from "@/components/charts/plot-data";
import { TimeChart } from "@/components/charts/time-chart";
import { address } from "@/lib/client/fetched";
import { FIRST_DAY, hourSlots } from "@/lib/client/first-day-words";
import type { FirstDayReply } from "@/lib/contract/first-day";
import type { FirstDayMetric } from "@/lib/domain/first-day";

/** Where the hours of each figure are answered, too. */
const SOURCES: Record<FirstDayMetric, string> = {
  articles: "/api/trends",
  cost_per_article_usd: "/api/trends",
  roi_multiplier: "/api/trends",
  article_time_s: "/api/trends",
  gate_pass_rate: "/api/quality",
  error_rate: "/api/errors",
  rag_latency_p95_ms: "/api/latency",
  memory_bytes: "/api/resources",
};

/** Every key metric by the hour. Hours to come are empty. What no hour has a figure of is named, and not drawn. */
export function FirstDayCharts({ day }: { day: FirstDayReply }) {
  const slots = hourSlots(day);
  const drawn = day.figures.filter(({ metric }) => day.hours.some((hour) => recorded(hour, metric)));
  const silent = day.figures.filter((figure) => !drawn.includes(figure));
  return (
    <>
      <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-[repeat(auto-fit,minmax(250px,1fr))] print:grid-cols-2 print:gap-2">
        {drawn.map((figure) => (
          <HourChart key={figure.metric} day={day} figure={figure} slots={slots} />
        ))}
      </div>
      {silent.length > 0 && (
        <p className="text-small text-ink-3">
          By the hour there is nothing to draw yet of:{" "}
          {silent.map(({ metric }) => FIRST_DAY[metric].name).join("; ")}.
        </p>
      )}
    </>
  );
}

/** Articles are counted also where there are none; of anything else nothing is null. */
const recorded = (hour: FirstDayReply["hours"][number], metric: FirstDayMetric): boolean =>
  metric === "articles" ? hour.articles > 0 : hour[metric] !== null;

interface ChartProps {
  day: FirstDayReply;
  figure: FirstDayReply["figures"][number];
  slots: ReturnType<typeof hourSlots>;
}

function HourChart({ day, figure, slots }: ChartProps) {
  const { metric, candidate, control } = figure;
  const { name, value, tick } = FIRST_DAY[metric];
  const nowMs = Date.parse(day.now);
  const values = day.hours.map((hour) => [Date.parse(hour.time) > nowMs ? null : hour[metric]]);
  const range = { environment: day.environment, from: day.from ?? undefined, to: day.to ?? undefined };
  const against = metric === "articles" ? `${value(control.value)} a day` : value(control.value);
  return (
    <TimeChart
      title={name}
      unit="by the hour"
      summary={`${value(candidate.value)}; ${day.control} before: ${against}`}
      kind={metric === "articles" ? "bars" : "lines"}
      plot={{
        slots,
        series: [
          { name: day.environment, colour: `var(--${day.environment})`, total: value(candidate.value) },
        ],
        values,
      }}
      reading={{ tick, exact: value }}
      thresholds={linesOf(figure, day.control)}
      csv={address(SOURCES[metric], { ...range, bucket: "hour", format: "csv" })}
      height={150}
    />
  );
}

function linesOf({ metric, target, control }: ChartProps["figure"], name: string): Threshold[] {
  const lines: Threshold[] = target === null ? [] : [{ value: target, name: "target" }];
  if (control.value === null || metric === "articles") return lines;
  return [...lines, { value: control.value, name: `${name}, 7 days` }];
}
