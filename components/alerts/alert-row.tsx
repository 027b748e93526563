"use client";

import { useLock } from "@/components/access/use-lock";
import { EnvironmentMark } from "@/components/environment-mark";
import { Moment } from "@/components/lists/cells";
import { Tone } from "@/components/releases/tone";
import {
  alertName,
  basisWords,
  limitWords,
  ruleTitle,
  severityWords,
  standingWords,
} from "@/lib/client/alert-words";
import { wordsOf } from "@/lib/client/commands";
import { lasting } from "@/lib/client/dates";
import { useView } from "@/lib/client/use-view";
import type { AlertEntry, AlertReply, SilenceReply } from "@/lib/contract/alerts";
import { AlertAttributes } from "./alert-attributes";
import { AlertDetail } from "./alert-detail";
import { SilenceForm } from "./silence-form";
import { useAlertCommand } from "./use-alert-command";
import { useUnfolded } from "./use-unfolded";

interface Props {
  alert: AlertReply;
  history: readonly AlertEntry[];
  /** The one that covers it now. */
  silence: SilenceReply | null;
  zone: string;
  nowMs: number;
}

/** One rule in one environment: how it stands, its figure, what was done, and what a person can do. */
export function AlertRow({ alert, history, silence, zone, nowMs }: Props) {
  const { rule, environment, firing, figure, since, state } = alert;
  const { view, change } = useView();
  const lock = useLock("operate");
  const silencing = useUnfolded();
  const acknowledge = useAlertCommand();
  const basis = basisWords(alert);
  const name = alertName(alert);
  const title = `${ruleTitle(rule.name)}${environment === null ? "" : ` on ${environment}`}`;
  const open = view.open === name;
  const asked = (act: () => void) => () => lock.open && act();
  const forMs = Math.max(0, nowMs - Date.parse(firing?.since ?? since));
  return (
    <li className="grid gap-1 py-2.5 text-small" data-alert={name} data-state={state}>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <span className="font-strong">
          <Tone {...standingWords(alert)} />
        </span>
        <h3 className="min-w-0 text-card wrap-anywhere">
          <bdi>{ruleTitle(rule.name)}</bdi>
        </h3>
        {environment !== null && <EnvironmentMark environment={environment} />}
        <Tone {...severityWords(rule.severity)} />
        {state !== "inactive" && (state !== "no_data" || environment !== null) && (
          <span className="text-ink-3 sm:ml-auto">
            since <Moment at={firing?.since ?? since} zone={zone} />, for {lasting(forMs)}
          </span>
        )}
      </div>
      <p className="max-w-[110ch] wrap-anywhere text-ink">
        <bdi>{figure?.said || "nothing is measured"}</bdi>
        <span className="text-ink-3">
          {basis !== null && ` · ${basis}`} · {limitWords(rule)}
        </span>
      </p>
      <AlertAttributes alert={alert} history={history} silence={silence} zone={zone} />
      <div className="no-print flex flex-wrap items-center gap-2 pt-0.5">
        {firing !== null && firing.acknowledged === null && (
          <button
            type="button"
            aria-busy={acknowledge.isPending}
            onClick={asked(() => acknowledge.mutate({ path: `/api/alerts/${firing.id}/acknowledge` }))}
            {...lock.attributes}
            className="control"
          >
            Acknowledge<span className="sr-only"> {title}</span>
          </button>
        )}
        {silence === null && (
          <button
            ref={silencing.button}
            type="button"
            aria-expanded={silencing.open}
            onClick={asked(silencing.toggle)}
            {...lock.attributes}
            className="control"
          >
            Silence<span className="sr-only"> {title}</span>
          </button>
        )}
        <button
          type="button"
          aria-expanded={open}
          onClick={() => change({ open: open ? null : name })}
          className="control"
        >
          Rule and chart<span className="sr-only"> of {title}</span>
        </button>
        {(firing !== null || silencing.open) && lock.note}
        <span role="status" className="wrap-anywhere text-red empty:hidden">
          {acknowledge.isError && wordsOf(acknowledge.error)}
        </span>
      </div>
      {silencing.open && (
        <SilenceForm rules={[rule.name]} rule={rule.name} environment={environment} close={silencing.close} />
      )}
      {open && <AlertDetail alert={alert} />}
    </li>
  );
}
