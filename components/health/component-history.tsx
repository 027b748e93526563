"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/card";
import { EnvironmentMark } from "@/components/environment-mark";
import { FailedAnswer } from "@/components/failed-answer";
import { healthHistoryQuery, latencyQuery } from "@/lib/client/queries";
import type { RangeParameters } from "@/lib/client/view";
import type { ComponentState, HealthHistoryReply } from "@/lib/contract/health";
import { moment, momentExact, period } from "@/lib/domain/dates";
import { uptimeWords } from "./availability";
import { CheckFields } from "./check-fields";
import { DaysTable } from "./days-table";
import { LatencyChart } from "./latency-chart";
import { rangeWithin } from "./standing";
import { StateMark } from "./state-mark";

interface Props {
  id: string;
  component: ComponentState;
  range: RangeParameters;
  zone: string;
  readMs: number;
}

/** What is known of one component: when its state changed, how quick it was, its days, and its last words in full. */
export function ComponentHistory({ id, component, range, zone }: Props) {
  const { name } = component;
  const asked = rangeWithin(component, range);
  const history = useQuery(healthHistoryQuery(asked, name));
  const latency = useQuery(latencyQuery(asked, name));
  const failed = [history, latency].find(({ isError }) => isError);
  return (
    <li id={id} className="col-span-full min-w-0">
      <section
        aria-label={`History of ${name}`}
        className="grid min-h-64 gap-3 lg:grid-cols-2 print:grid-cols-2"
      >
        {failed && (
          <div className="lg:col-span-full">
            <FailedAnswer what={`The history of ${name}`} failed={failed} />
          </div>
        )}
        {history.data && <Changes history={history.data} />}
        {latency.data && latency.data.total.count > 0 && (
          <LatencyChart range={asked} reply={latency.data} height={180} />
        )}
        <CheckFields component={component} />
        <DaysTable component={component} zone={zone} />
      </section>
    </li>
  );
}

function Changes({ history }: { history: HealthHistoryReply }) {
  const { changes, uptime, timezone: zone, from, to } = history;
  return (
    <Card title="Changes of state" unit={period(from, to, zone)}>
      <p className="text-small text-ink-3">{uptimeWords(uptime)}</p>
      {changes.length === 0 ? (
        <p className="mt-1.5 text-body text-ink-2">Its state did not change in this period.</p>
      ) : (
        <ol
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          aria-label="Changes, newest first"
          className="relative mt-1.5 max-h-52 divide-y divide-line overflow-y-auto text-small print:overflow-hidden"
        >
          {changes.map(({ time, environment, status, error }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two environments may change at the same moment.
            <li key={`${time} ${index}`} className="py-1.5">
              <p className="flex flex-wrap gap-x-3">
                <StateMark status={status} />
                <time dateTime={time} title={momentExact(time, zone)} className="text-ink-3">
                  {moment(time, zone)}
                </time>
                {environment && <EnvironmentMark environment={environment} />}
              </p>
              {error !== null && <p className="wrap-anywhere text-ink-2">{error}</p>}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
