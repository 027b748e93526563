"use client";

import { Card } from "@/components/card";
import { EnvironmentMark } from "@/components/environment-mark";
import { Moment } from "@/components/lists/cells";
import { ScrollList } from "@/components/releases/scroll-list";
import { Tone } from "@/components/releases/tone";
import { entryWords, ruleTitle } from "@/lib/client/alert-words";
import { useView } from "@/lib/client/use-view";
import type { AlertEntry } from "@/lib/contract/alerts";

interface Props {
  history: readonly AlertEntry[];
  rules: readonly string[];
  zone: string;
}

/** What fired, was resolved, acted or fell silent, newest first; of one rule where the address says so. */
export function AlertHistory({ history, rules, zone }: Props) {
  const { view, change } = useView();
  const known = [...new Set([...rules, ...(view.by === null ? [] : [view.by])])];
  return (
    <Card
      title="History"
      unit={history.length === 0 ? "" : "newest first"}
      actions={
        <select
          aria-label="History of"
          value={view.by ?? ""}
          onChange={({ target }) => change({ by: target.value === "" ? null : target.value })}
          className="no-print min-h-8 max-w-[60%] min-w-0 rounded-control border border-line-strong bg-surface px-2 text-small text-ink"
        >
          <option value="">Every rule</option>
          {known.map((name) => (
            <option key={name} value={name}>
              {ruleTitle(name).slice(0, 60)}
            </option>
          ))}
        </select>
      }
    >
      {history.length === 0 ? (
        <p className="text-small text-ink-2">
          {view.by === null ? "Nothing has fired yet." : "Nothing of this rule yet."} What fires, is resolved,
          acts or falls silent is listed here.
        </p>
      ) : (
        <ScrollList name="History of alerts">
          {history.map((entry) => (
            <Line key={entry.id} entry={entry} zone={zone} />
          ))}
        </ScrollList>
      )}
    </Card>
  );
}

function Line({ entry, zone }: { entry: AlertEntry; zone: string }) {
  const { rule, environment, said, why, time, silence } = entry;
  return (
    <li className="grid gap-0.5 border-b border-line py-2 pr-1 text-small last:border-0">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-card">
          <bdi>{ruleTitle(rule)}</bdi>
        </span>
        {environment !== null && <EnvironmentMark environment={environment} />}
        <Tone {...entryWords(entry)} />
        <span className="text-ink-3 sm:ml-auto">
          <Moment at={time} zone={zone} />
        </span>
      </p>
      {(said !== "" || why !== null) && (
        <p className="wrap-anywhere text-ink-2">
          <bdi>{[said, why].filter(Boolean).join(" · ")}</bdi>
          {silence !== null && " · silenced: nobody was told"}
        </p>
      )}
    </li>
  );
}
