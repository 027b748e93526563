"use client";

import { Card } from "@/components/card";
import { SEGMENT, SEGMENTS } from "@/components/view/segment";
import { ViewLink } from "@/components/view/view-link";
import { sampled } from "@/lib/client/format";
import { doneBy, entryWords, ruleName, verdictWords } from "@/lib/client/release-words";
import { weight } from "@/lib/client/traffic-words";
import { useView } from "@/lib/client/use-view";
import type { ReleaseEntry, ReleaseReply } from "@/lib/contract/releases";
import { clockExact, dayKey, dayShort, momentExact } from "@/lib/domain/dates";
import { clockWords } from "@/lib/domain/release-words";
import { Tone } from "./tone";

const PEOPLE = "people";

/** Everything that happened, newest first: when, by whom, in words, why, and what was known then. */
export function TimelineCard({ release, zone }: { release: ReleaseReply; zone: string }) {
  const { view } = useView();
  const people = view.by === PEOPLE;
  const all = release.timeline.toReversed();
  const entries = people ? all.filter((entry) => doneBy(entry) !== "by itself") : all;
  return (
    <Card
      title="Timeline"
      unit="newest first"
      actions={
        <nav aria-label="Timeline of" className={`no-print ${SEGMENTS}`}>
          <ViewLink change={{ by: null }} current={!people} className={SEGMENT}>
            All
          </ViewLink>
          <ViewLink change={{ by: PEOPLE }} current={people} className={SEGMENT}>
            People
          </ViewLink>
        </nav>
      }
    >
      {entries.length === 0 ? (
        <p className="text-small text-ink-2">Nobody has had a hand in it: all of it happened by itself.</p>
      ) : (
        <ol aria-live="polite" className="ml-1 grid border-l border-line text-small">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} environment={release.environment} zone={zone} />
          ))}
        </ol>
      )}
    </Card>
  );
}

interface EntryProps {
  entry: ReleaseEntry;
  environment: string;
  zone: string;
}

function Entry({ entry, environment, zone }: EntryProps) {
  const { words, warns } = entryWords(entry);
  const { time, said, reason, automatic } = entry;
  return (
    <li className="relative grid gap-0.5 py-1.5 pl-4">
      <span
        aria-hidden="true"
        className={`absolute top-[13px] -left-[4.5px] size-2 rounded-full ${warns ? "bg-amber" : "bg-ink-3"}`}
      />
      <p className="wrap-anywhere">
        <time dateTime={time} title={momentExact(time, zone)} className="font-strong whitespace-nowrap">
          {dayShort(dayKey(time, zone))} {clockExact(time, zone)}
        </time>{" "}
        <span className={`font-strong ${warns ? "text-amber" : ""}`}>{words}</span>{" "}
        <span className="text-ink-2">· {said}</span>{" "}
        <span className="text-ink-3">
          · <bdi>{doneBy(entry)}</bdi>
        </span>
      </p>
      {reason !== null && (
        <p className="wrap-anywhere text-ink-2">
          {automatic ? "rule" : "reason"}: <bdi>{reason}</bdi>
        </p>
      )}
      <details open={entry.kind === "rollback" && automatic} className="no-print">
        <summary className="w-fit text-ink-3 hover:text-ink">What was known</summary>
        <Known entry={entry} environment={environment} />
      </details>
    </li>
  );
}

/** What it was decided on, as it was then. */
function Known({ entry: { evidence }, environment }: Omit<EntryProps, "zone">) {
  const { weight: wanted, applied, counted_ms, samples, findings, backup } = evidence;
  return (
    <div className="mt-1 grid gap-1 rounded-control bg-sunken p-2.5">
      <p>
        {environment}: wanted {weight(wanted)}, read back {weight(applied)}
        {counted_ms !== null && ` · ${clockWords(counted_ms)} counted`} · articles {samples.candidate} against{" "}
        {samples.control} · backup{" "}
        {backup.healthy === null ? "not known" : backup.healthy ? "healthy" : "not healthy"}
        {backup.age_ms !== null && `, asked ${clockWords(backup.age_ms)} before`}
      </p>
      {findings.length > 0 && (
        <ul className="grid gap-0.5">
          {findings.map(({ rule, finding, shared_cause }) => (
            <li key={rule} className="wrap-anywhere">
              <bdi>{ruleName(rule)}</bdi>: <Tone {...verdictWords(finding.verdict)} />{" "}
              <span className="text-ink-3">
                {sampled(finding.n)} · {finding.said}
                {shared_cause && " · the other environment has the same fault"}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
