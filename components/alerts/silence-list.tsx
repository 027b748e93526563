"use client";

import { useLock } from "@/components/access/use-lock";
import { Card } from "@/components/card";
import { Moment } from "@/components/lists/cells";
import { ScrollList } from "@/components/releases/scroll-list";
import { silencedWords, silenceStanding } from "@/lib/client/alert-words";
import { wordsOf } from "@/lib/client/commands";
import type { SilenceReply } from "@/lib/contract/alerts";
import { SilenceForm } from "./silence-form";
import { useAlertCommand } from "./use-alert-command";
import { useUnfolded } from "./use-unfolded";

interface Props {
  silences: readonly SilenceReply[];
  rules: readonly string[];
  zone: string;
  nowMs: number;
}

/** What nobody is told of, for how long, and why; and what was silenced before. */
export function SilenceList({ silences, rules, zone, nowMs }: Props) {
  const lock = useLock("operate");
  const { open, button, toggle, close } = useUnfolded();
  const expire = useAlertCommand();
  const end = (id: number) => lock.open && expire.mutate({ path: `/api/silences/${id}/expire` });
  return (
    <Card
      title="Silences"
      actions={
        <button
          ref={button}
          type="button"
          aria-expanded={open}
          onClick={() => lock.open && toggle()}
          {...lock.attributes}
          className="control no-print"
        >
          Silence…
        </button>
      }
    >
      {lock.note}
      {open && <SilenceForm rules={rules} rule={null} environment={null} close={close} />}
      {silences.length === 0 ? (
        <p className="max-w-[80ch] text-small text-ink-2">
          Nothing is silenced. While you work on something, silence its rule: it is not told again, and ends
          by itself.
        </p>
      ) : (
        <ScrollList name="Silences, newest first">
          {silences.map((silence) => (
            <li
              key={silence.id}
              className="grid gap-0.5 border-b border-line py-2 pr-1 text-small last:border-0"
            >
              <p className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className={silence.active ? "text-card" : "text-ink-3"}>{silencedWords(silence)}</span>
                <span className="text-ink-2">{silenceStanding(silence, nowMs)}</span>
              </p>
              <p className="wrap-anywhere text-ink-2">
                <Moment at={silence.from} zone={zone} /> – <Moment at={silence.until} zone={zone} /> ·{" "}
                <bdi>{silence.by}</bdi> · <bdi>{silence.reason}</bdi>
                {silence.actions_too && " · its actions too"}
              </p>
              {silence.active && (
                <button
                  type="button"
                  onClick={() => end(silence.id)}
                  aria-busy={expire.isPending}
                  {...lock.attributes}
                  className="control no-print w-fit"
                >
                  End it now<span className="sr-only">: {silencedWords(silence)}</span>
                </button>
              )}
            </li>
          ))}
        </ScrollList>
      )}
      <p role="status" className="text-small wrap-anywhere text-red empty:hidden">
        {expire.isError && wordsOf(expire.error)}
      </p>
    </Card>
  );
}
