"use client";

import { useLock } from "@/components/access/use-lock";
import { useAlertCommand } from "@/components/alerts/use-alert-command";
import { useUnfolded } from "@/components/alerts/use-unfolded";
import { Card } from "@/components/card";
import { Moment } from "@/components/lists/cells";
import { Tone } from "@/components/releases/tone";
import { VerbPanel } from "@/components/releases/verb-panel";
import { PageLink } from "@/components/view/page-link";
import { ruleTitle } from "@/lib/client/alert-words";
import { wordsOf } from "@/lib/client/commands";
import { automaticWords, flagWords, protectsWords } from "@/lib/client/flag-words";
import type { AlertReply } from "@/lib/contract/alerts";
import type { FlagReply } from "@/lib/contract/flags";

interface Props {
  flag: FlagReply;
  alerts: readonly AlertReply[];
  zone: string;
}

/** One flag: what it is, who or what keeps it so, and a switch. */
export function FlagCard({ flag, alerts, zone }: Props) {
  const { name, enabled, by, reason, updated_at, held_by, postponed, flips_last_hour } = flag;
  const { open, button, toggle, close } = useUnfolded();
  const lock = useLock("operate");
  const move = useAlertCommand(["flags", "audit"]);
  const act = (why: string) =>
    move.mutate(
      {
        method: "PUT",
        path: `/api/flags/${encodeURIComponent(name)}`,
        body: { enabled: !enabled, reason: why },
      },
      { onSuccess: close },
    );
  const automatic = automaticWords(name, alerts);
  return (
    <Card title={name} unit={protectsWords(name)}>
      <div className="grid gap-2 text-small" data-flag={name}>
        <p className="text-card">
          <Tone {...flagWords(flag)} />
        </p>
        <p className="wrap-anywhere text-ink-2">
          {by === "default" ? (
            "As the settings say; nobody has switched it."
          ) : (
            <>
              <bdi>{by}</bdi>, <Moment at={updated_at} zone={zone} />
              {reason !== null && (
                <>
                  : <bdi>{reason}</bdi>
                </>
              )}
            </>
          )}
        </p>
        {held_by.length > 0 && (
          <p className="text-amber">
            <span aria-hidden="true">▲ </span>
            held by {held_by.map(ruleTitle).join(", ")}{" "}
            <PageLink path="/alerts" className="link underline">
              Alerts
            </PageLink>
          </p>
        )}
        {postponed !== null && (
          <p className="wrap-anywhere text-amber">
            <span aria-hidden="true">◔ </span>a switch that is due waits: {postponed}
          </p>
        )}
        <p className="text-ink-3">
          {flips_last_hour} of 2 automatic switches in the last hour.
          {automatic.length === 0 && " No rule switches it by itself."}
        </p>
        {automatic.map((said) => (
          <p key={said} className="text-ink-2">
            {said}
          </p>
        ))}
        <div className="flex flex-wrap items-center gap-2">
          <button
            ref={button}
            type="button"
            aria-expanded={open}
            onClick={() => lock.open && toggle()}
            {...lock.attributes}
            className="control no-print"
          >
            Switch {enabled ? "off" : "on"}
            <span className="sr-only">: {name}</span>
          </button>
          {lock.note}
        </div>
        {open && (
          <VerbPanel
            words={{
              name: `Switch ${name} ${enabled ? "off" : "on"}`,
              does:
                held_by.length > 0
                  ? "Your word outranks the alerts that hold it now; one that fires anew may switch it again."
                  : `Jobs that begin from now on find it ${enabled ? "off" : "on"}.`,
              needsReason: true,
            }}
            caution={null}
            busy={move.isPending}
            failed={move.isError ? wordsOf(move.error) : ""}
            unsaid="Say why first: it stands beside the flag and in the log."
            act={act}
            close={close}
          />
        )}
      </div>
    </Card>
  );
}
