import Link from "next/link";
import { Moment } from "@/components/lists/cells";
import type { ErrorGroup } from "@/lib/contract/errors";
import { errorSection } from "@/lib/domain/docs-links";
import { CLASSES, classWords } from "./error-words";
import { Lasted } from "./lasted";

interface Props {
  group: ErrorGroup;
  zone: string;
  readMs: number;
}

/** What an error says, what it is, where it came from; its traceback unfolds. */
export function ErrorMessage({ group, zone, readMs }: Props) {
  const { class: name, severity, message, detail, component, job, environment } = group;
  const places = [
    ["component", component],
    ["job", job],
    ["on", environment],
  ].filter(([, place]) => place !== null);
  return (
    <div className="grid max-w-[110ch] min-w-44 gap-0.5">
      <p className="flex flex-wrap items-baseline gap-x-3 text-small text-ink-2">
        <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
          <span
            aria-hidden="true"
            className="size-2 shrink-0 rounded-[2px]"
            style={{ background: CLASSES[name].colour }}
          />
          <Link
            href={errorSection(name)}
            prefetch={false}
            title="What to check first"
            className="underline decoration-line-strong underline-offset-2 hover:text-ink"
          >
            {classWords(group)}
          </Link>
        </span>
        {severity === "critical" && <span className="font-strong text-red">▲ critical</span>}
      </p>
      <p className="line-clamp-4 font-mono text-small wrap-anywhere" title={message}>
        <bdi>{message}</bdi>
      </p>
      {places.length > 0 && (
        <p className="flex flex-wrap gap-x-3 text-small text-ink-3">
          {places.map(([title, place]) => (
            <span key={title} className="min-w-0 wrap-anywhere">
              {title} <bdi className="text-ink-2">{place}</bdi>
            </span>
          ))}
        </p>
      )}
      <p className="flex flex-wrap gap-x-3 text-small text-ink-3 lg:hidden print:hidden">
        <span>
          last <Lasted at={group.last_seen} zone={zone} readMs={readMs} /> ago
        </span>
        <span>
          first <Moment at={group.first_seen} zone={zone} />
        </span>
      </p>
      {detail !== null && (
        <details className="min-w-0 text-small">
          <summary className="w-fit rounded-[4px] text-ink-3 hover:text-ink">
            {detail.startsWith("Traceback") ? "Traceback" : "Detail"} of the newest
          </summary>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
            tabIndex={0}
            className="mt-1 max-h-72 overflow-auto rounded-control bg-sunken px-3 py-2 font-mono"
          >
            {detail}
          </pre>
        </details>
      )}
    </div>
  );
}
