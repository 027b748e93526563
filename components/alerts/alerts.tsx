"use client";

import { useQuery } from "@tanstack/react-query";
import { FailedAnswer } from "@/components/failed-answer";
import { PageHeader } from "@/components/page-header";
import { alertsQuery, notificationsQuery, ruleHistoryQuery, silencesQuery } from "@/lib/client/alert-queries";
import { settingsQuery } from "@/lib/client/queries";
import { useNow } from "@/lib/client/use-now";
import { useView } from "@/lib/client/use-view";
import { AlertHistory } from "./alert-history";
import { AlertList } from "./alert-list";
import { AutomationCard } from "./automation-card";
import { DeliveryCard } from "./delivery-card";
import { SilenceList } from "./silence-list";

/** What fires, what is done about it and by whom it is seen to; and what fired before. */
export function Alerts({ paintedMs }: { paintedMs: number }) {
  const { view } = useView();
  const nowMs = useNow(1000) ?? paintedMs;
  const alerts = useQuery(alertsQuery());
  const filtered = useQuery({ ...ruleHistoryQuery(view.by ?? ""), enabled: view.by !== null });
  const silences = useQuery(silencesQuery());
  const notifications = useQuery(notificationsQuery());
  const settings = useQuery(settingsQuery());
  const zone = settings.data?.timezone ?? "UTC";
  const failed = [alerts, filtered, silences, notifications].find(({ isError }) => isError);
  const found = silences.data?.silences ?? [];
  const history = view.by === null ? alerts.data?.history : filtered.data?.history;
  return (
    <>
      <PageHeader title="Alerts" />
      <FailedAnswer what="A part of this page" failed={failed} />
      <div className="grid gap-3">
        {alerts.data && <AlertList reply={alerts.data} silences={found} zone={zone} nowMs={nowMs} />}
        <div className="grid items-start gap-3 xl:grid-cols-2">
          <AutomationCard zone={zone} />
          <SilenceList silences={found} rules={namesOf(alerts.data?.alerts)} zone={zone} nowMs={nowMs} />
        </div>
        <div className="grid items-start gap-3 xl:grid-cols-2">
          {history && <AlertHistory history={history} rules={namesOf(alerts.data?.alerts)} zone={zone} />}
          {notifications.data && <DeliveryCard reply={notifications.data} zone={zone} />}
        </div>
      </div>
    </>
  );
}

const namesOf = (alerts: readonly { rule: { name: string } }[] = []): string[] => [
  ...new Set(alerts.map(({ rule }) => rule.name)),
];
