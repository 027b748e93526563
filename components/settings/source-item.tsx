import { EnvironmentMark } from "@/components/environment-mark";
import { age } from "@/lib/client/dates";
import type { Source } from "@/lib/contract/sources";
import { moment, momentExact } from "@/lib/domain/dates";
import { count, UNKNOWN } from "@/lib/domain/format";
import { STATES } from "./source-state";
import { SourceTrouble } from "./source-trouble";

interface Props {
  source: Source;
  zone: string;
  /** Null until the page is live. */
  nowMs: number | null;
}

/** One source: its state in a word and a sign, when it was read, and what came of it. */
export function SourceItem({ source, zone, nowMs }: Props) {
  const { path, kind, environment, state } = source;
  const { sign, word, colour, meaning } = STATES[state];
  return (
    <li className="grid gap-x-6 gap-y-1.5 py-2.5 first:pt-0.5 last:pb-0.5 xl:grid-cols-[minmax(0,1fr)_22rem_21rem]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className={`w-22 shrink-0 text-small font-strong ${colour}`}>
            <span aria-hidden="true" className="inline-block w-4.5">
              {sign}
            </span>
            {word}
          </span>
          <span className="text-card">{kind}</span>
          {environment && (
            <span className="text-small text-ink-2">
              <EnvironmentMark environment={environment} />
            </span>
          )}
        </p>
        <p className="font-mono text-small text-ink-2 wrap-anywhere sm:pl-25">
          {path === "http" ? "pushed over HTTP" : <bdi>{path}</bdi>}
        </p>
        {meaning && <p className="text-small text-ink-3 sm:pl-25">{meaning}</p>}
        {source.silent && (
          <p className="text-small text-amber sm:pl-25">
            Silent: nothing new for more than 24 hours. If it should speak, check what writes it.
          </p>
        )}
      </div>
      <dl className="grid grid-cols-2 gap-x-4 text-small">
        <When title="Last read" at={source.last_read} zone={zone} nowMs={nowMs} />
        <When title="Last change" at={source.last_change} zone={zone} nowMs={nowMs} />
      </dl>
      <dl className="grid grid-cols-4 gap-x-3 text-small">
        <Count title="New" value={source.accepted} />
        <Count title="Updated" value={source.updated} />
        <Count title="Known" value={source.duplicates} />
        <Count title="Rejected" value={source.rejected} loud={source.rejected > 0} />
      </dl>
      <SourceTrouble source={source} zone={zone} />
    </li>
  );
}

interface WhenProps extends Pick<Props, "zone" | "nowMs"> {
  title: string;
  at: string | null;
}

function When({ title, at, zone, nowMs }: WhenProps) {
  return (
    <div>
      <dt className="text-ink-3">{title}</dt>
      <dd title={at === null ? undefined : momentExact(at, zone)}>
        {at === null ? UNKNOWN : moment(at, zone)}
        {at !== null && nowMs !== null && (
          <span className="block text-ink-3">{age(nowMs - Date.parse(at))} ago</span>
        )}
      </dd>
    </div>
  );
}

const Count = ({ title, value, loud = false }: { title: string; value: number; loud?: boolean }) => (
  <div className="text-right">
    <dt className="text-ink-3">{title}</dt>
    <dd className={loud ? "font-strong text-amber" : ""}>{count(value)}</dd>
  </div>
);
