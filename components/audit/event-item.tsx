import { Moment } from "@/components/lists/cells";
import { PageLink } from "@/components/view/page-link";
import type { AuditEvent } from "@/lib/contract/audit";
import { UNKNOWN } from "@/lib/domain/format";
import { printable } from "@/lib/domain/printable";
import { type Change, changesOf } from "./changes";
import { eventWords, groupOf, releaseOf } from "./event-words";
import { shown } from "./shown-text";

interface Props {
  event: AuditEvent;
  zone: string;
}

/** One event: what, who and when; what it changed and why; all of it, as it is stored, unfolds. */
export function EventItem({ event, zone }: Props) {
  const { id, time, actor, origin, subject, reason } = event;
  const changes = changesOf(event);
  return (
    <li className="grid gap-0.5 py-2">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <p className="min-w-0 flex-1 basis-64 text-card wrap-anywhere">
          <bdi>{eventWords(event)}</bdi>
          {subject !== groupOf(event.action) && <Subject subject={subject} />}
        </p>
        <p className="flex min-w-0 flex-wrap gap-x-3 text-small text-ink-3">
          <span className="line-clamp-2 min-w-0 wrap-anywhere" title={`from: ${printable(origin)}`}>
            <bdi className="text-ink-2">{shown(actor)}</bdi> · <bdi>{shown(origin)}</bdi>
          </span>
          <Moment at={time} zone={zone} />
        </p>
      </div>
      {changes.length > 0 && (
        <ul className="flex flex-wrap gap-x-4 text-small text-ink-2">
          {changes.map((change, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two long names may be shown alike.
            <Changed key={index} {...change} />
          ))}
        </ul>
      )}
      {reason !== null && reason !== "" && (
        <p className="line-clamp-4 max-w-[110ch] text-small whitespace-pre-line text-ink-2 wrap-anywhere">
          <span className="text-ink-3">why: </span>
          <bdi>{shown(reason)}</bdi>
        </p>
      )}
      <details className="no-print min-w-0 text-small">
        <summary className="w-fit rounded-[4px] text-ink-3 hover:text-ink">
          Raw<span className="sr-only"> of event {id}</span>
        </summary>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          className="mt-1 max-h-72 overflow-auto rounded-control bg-sunken px-3 py-2 font-mono whitespace-pre-wrap wrap-anywhere"
        >
          {printable(JSON.stringify(event, null, 2))}
        </pre>
      </details>
    </li>
  );
}

/** What an event is about; a release by its version, and one click away. */
function Subject({ subject }: { subject: string }) {
  const release = releaseOf(subject);
  return (
    <span className="text-small font-normal">
      {" "}
      {release === null ? (
        <bdi className="font-mono text-ink-3">{shown(subject)}</bdi>
      ) : (
        <PageLink path={`/releases/${encodeURIComponent(release.id)}`} className="link">
          <bdi>{shown(release.version)}</bdi>
        </PageLink>
      )}
    </span>
  );
}

/** `timezone: UTC → Europe/London` */
const Changed = ({ what, before, after }: Change) => (
  <li className="min-w-0 wrap-anywhere">
    {what !== null && (
      <span className="text-ink-3">
        <bdi>{what}</bdi>
        {(before !== null || after !== null) && ": "}
      </span>
    )}
    {before !== null && (
      <>
        <bdi>{before}</bdi>
        <span aria-hidden="true"> → </span>
        <span className="sr-only"> to </span>
      </>
    )}
    {(before !== null || after !== null) && <bdi>{after ?? UNKNOWN}</bdi>}
  </li>
);
