"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/card";
import { EnvironmentMark } from "@/components/environment-mark";
import { Tone } from "@/components/releases/tone";
import { PageLink } from "@/components/view/page-link";
import { openAlertsQuery } from "@/lib/client/alert-queries";
import { alertName, byUrgency, ruleTitle, severityWords, standingWords } from "@/lib/client/alert-words";

const SHOWN_MAX = 5;

/** What fires or is about to, each with its figure. */
export function OpenAlerts() {
  const { data } = useQuery(openAlertsQuery());
  if (data === undefined) return null;
  const open = byUrgency(data.alerts).filter(({ state }) => state === "firing" || state === "pending");
  return (
    <Card
      title="Open alerts"
      actions={
        <PageLink path="/alerts" className="link no-print text-small">
          {open.length > SHOWN_MAX ? `All ${open.length}` : "All rules"}
        </PageLink>
      }
    >
      {open.length === 0 ? (
        <p className="text-small text-ink-2">
          ✓ Nothing fires
          {data.counts.no_data > 0 && `; ${data.counts.no_data} of ${data.alerts.length} have no data`}.
        </p>
      ) : (
        <ul className="divide-y divide-line text-small">
          {open.slice(0, SHOWN_MAX).map((alert) => (
            <li key={alertName(alert)} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
              <Tone {...standingWords(alert)} />
              <bdi className="text-card wrap-anywhere">{ruleTitle(alert.rule.name)}</bdi>
              {alert.environment !== null && <EnvironmentMark environment={alert.environment} />}
              <Tone {...severityWords(alert.rule.severity)} />
              <bdi className="min-w-0 basis-full text-ink-2 wrap-anywhere">{alert.figure?.said}</bdi>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
