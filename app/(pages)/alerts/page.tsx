import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { Alerts } from "@/components/alerts/alerts";
import {
  alertsQuery,
  automationFullQuery,
  notificationsQuery,
  ruleHistoryQuery,
  silencesQuery,
} from "@/lib/client/alert-queries";
import { viewOfPage } from "@/lib/client/view";
import { alertsOf } from "@/lib/server/alerts/alerts";
import { automationNow, silencesOf } from "@/lib/server/alerts/commands";
import { notificationsOf } from "@/lib/server/notify/log";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Alerts" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { running } = await visitor();
  const { by } = viewOfPage(await searchParams);
  const answers = [
    answered(alertsQuery(), await alertsOf(running, {})),
    answered(silencesQuery(), await silencesOf(running)),
    answered(automationFullQuery(), await automationNow(running)),
    answered(notificationsQuery(), await notificationsOf(running)),
  ];
  if (by !== null) answers.push(answered(ruleHistoryQuery(by), await alertsOf(running, { rule: by })));
  return (
    <FirstPaint answers={answers}>
      <Alerts paintedMs={running.nowMs()} />
    </FirstPaint>
  );
}
