"use client";

import { useQuery } from "@tanstack/react-query";
import { EnvironmentMark } from "@/components/environment-mark";
import { PageLink } from "@/components/view/page-link";
import { openAlertsQuery } from "@/lib/client/alert-queries";
import { alertName, byUrgency, ruleTitle, severityWords } from "@/lib/client/alert-words";
import { counted } from "@/lib/domain/format";

const NAMED_MAX = 3;

/** On every page, one quiet line where something fires. That nothing is done by itself stands in the strip above it. */
export function AlertLine() {
  const { data } = useQuery(openAlertsQuery());
  const firing = byUrgency(data?.alerts ?? []).filter(({ state }) => state === "firing");
  const [first] = firing;
  if (first === undefined) return null;
  const bad = severityWords(first.rule.severity).tone === "bad";
  return (
    <section
      aria-label="Alerts that fire"
      className="no-print border-b border-line bg-surface px-3.5 py-1.5 text-small md:px-6"
    >
      <p className="mx-auto flex max-w-[1632px] min-w-0 flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <PageLink path="/alerts" className="link font-strong underline">
          <span className={bad ? "text-red" : "text-amber"}>
            <span aria-hidden="true">▲ </span>
            {counted(firing.length, "alert")} firing
          </span>
        </PageLink>
        {firing.slice(0, NAMED_MAX).map((alert) => (
          <span key={alertName(alert)} className="inline-flex min-w-0 items-baseline gap-1.5 text-ink-2">
            <bdi className="max-w-[32ch] truncate">{ruleTitle(alert.rule.name)}</bdi>
            {alert.environment !== null && <EnvironmentMark environment={alert.environment} />}
            {alert.firing?.acknowledged && <span className="text-ink-3">acknowledged</span>}
          </span>
        ))}
        {firing.length > NAMED_MAX && (
          <span className="text-ink-3">and {firing.length - NAMED_MAX} more</span>
        )}
      </p>
    </section>
  );
}
