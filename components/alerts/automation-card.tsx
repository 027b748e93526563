"use client";

import { useQuery } from "@tanstack/react-query";
import { useLock } from "@/components/access/use-lock";
import { Card } from "@/components/card";
import { Moment } from "@/components/lists/cells";
import { Tone } from "@/components/releases/tone";
import { VerbPanel } from "@/components/releases/verb-panel";
import { automationFullQuery } from "@/lib/client/alert-queries";
import { doesWords, ruleTitle } from "@/lib/client/alert-words";
import { wordsOf } from "@/lib/client/commands";
import { useAlertCommand } from "./use-alert-command";
import { useUnfolded } from "./use-unfolded";

const ON = { sign: "✓", words: "on", tone: "calm" } as const;
const OFF = { sign: "▲", words: "off", tone: "warn" } as const;

/** The one switch for whatever is done without a person. */
export function AutomationCard({ zone }: { zone: string }) {
  const { data } = useQuery(automationFullQuery());
  const lock = useLock("operate");
  const { open, button, toggle, close } = useUnfolded();
  const move = useAlertCommand(["alerts", "releases"]);
  if (data === undefined) return null;
  const { on, by, since, why, owed } = data;
  const act = (reason: string) =>
    move.mutate({ method: "PUT", path: "/api/automation", body: { on: !on, reason } }, { onSuccess: close });
  return (
    <Card title="Automatic actions">
      <div className="grid gap-2 text-small">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="text-card">
            <Tone {...(on ? ON : OFF)} />
          </span>
          {by !== "default" && (
            <span className="wrap-anywhere text-ink-2">
              since <Moment at={since} zone={zone} /> · <bdi>{by}</bdi>
              {why !== "" && (
                <>
                  {" "}
                  · <bdi>{why}</bdi>
                </>
              )}
            </span>
          )}
        </p>
        <p className="max-w-[80ch] text-ink-2">
          {on
            ? "Rollbacks, holds and flags follow the rules by themselves. Off, people are still told, and everything can still be done by hand."
            : "Nothing is rolled back, held or switched by itself. People are told all the same, and do it by hand."}
        </p>
        {owed.length > 0 && (
          <div className="max-w-[80ch]">
            <p>{on ? "Done with the next look:" : "Done at once if it is switched on now:"}</p>
            <ul className="list-disc pl-5">
              {owed.map(({ rule, environment, action }) => (
                <li key={`${rule}/${environment}`}>
                  {ruleTitle(rule)}
                  {environment !== null && ` on ${environment}`}: {doesWords(action)}
                </li>
              ))}
            </ul>
          </div>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <button
            ref={button}
            type="button"
            aria-expanded={open}
            onClick={() => lock.open && toggle()}
            {...lock.attributes}
            className="control no-print w-fit"
          >
            {on ? "Switch them off" : "Switch them on"}
          </button>
          {lock.note}
        </div>
        {open && (
          <VerbPanel
            words={{
              name: on ? "Switch automatic actions off" : "Switch automatic actions on",
              does: on
                ? "From now on nothing is done without a person; a release that fails a rule is held back by nobody."
                : "Whatever is owed is done where its breach is still seen.",
              needsReason: true,
            }}
            caution={!on && owed.length > 0 ? "What is listed above is done at once." : null}
            busy={move.isPending}
            failed={move.isError ? wordsOf(move.error) : ""}
            act={act}
            close={close}
          />
        )}
      </div>
    </Card>
  );
}
