import { type Alert, type AlertsState, alertKey } from "@/lib/domain/alert-state";

/** What people see of an alert. That time passes for it is no news. */
const shown = ({ breachMs: _, clearMs: __, actedClockMs: ___, firing, ...alert }: Alert): string =>
  JSON.stringify({
    ...alert,
    firing: firing && { ...firing, toldAgoMs: firing.toldAgoMs !== null },
  });

/** Whether alerts look different now. */
export function differs(before: AlertsState, after: AlertsState): boolean {
  if (before.alerts.length !== after.alerts.length) return true;
  const known = new Map(before.alerts.map((alert) => [alertKey(alert), shown(alert)]));
  return after.alerts.some((alert) => known.get(alertKey(alert)) !== shown(alert));
}
