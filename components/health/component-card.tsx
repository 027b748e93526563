import { EnvironmentMark } from "@/components/environment-mark";
import type { ComponentState } from "@/lib/contract/health";
import { available, covered } from "./availability";
import { AvailabilityBars } from "./availability-bars";
import { askedWords, latencyWords, reasonOf } from "./component-words";
import { HowToReport } from "./how-to-report";
import { Lasted } from "./lasted";
import { StateMark } from "./state-mark";

interface Props {
  component: ComponentState;
  anchor: string;
  /** The element that its history is shown in, where it is. */
  panel: string;
  open: boolean;
  toggle: () => void;
  zone: string;
  readMs: number;
}

/** One component: how it is, since when, what it says, and how available it was. */
export function ComponentCard({ component, anchor, panel, open, toggle, zone, readMs }: Props) {
  const { name, environment, status, reported } = component;
  return (
    <li
      id={anchor}
      className={`flex min-w-0 scroll-mt-16 flex-col gap-1.5 rounded-card border bg-surface p-3.5 target:border-ink-3 md:scroll-mt-3 print:break-inside-avoid ${open ? "border-ink-3" : "border-line"}`}
    >
      <h3 className="text-card">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? panel : undefined}
          onClick={toggle}
          className="flex min-h-6 w-full items-baseline justify-between gap-3 rounded-[4px] text-left"
        >
          <span className="line-clamp-2 min-w-0 wrap-anywhere" title={name}>
            <bdi>{name}</bdi>
          </span>
          <span className="flex shrink-0 gap-2 text-small">
            <StateMark status={status} reported={reported} />
            <span aria-hidden="true" className="no-print w-3 text-center text-ink-3">
              {open ? "▴" : "▾"}
            </span>
          </span>
        </button>
      </h3>
      <p className="flex flex-wrap gap-x-3 text-small text-ink-3 empty:hidden">
        {environment && (
          <span className="text-ink-2">
            <EnvironmentMark environment={environment} />
          </span>
        )}
        {(reported || component.probe !== null) && <span>{askedWords(component)}</span>}
      </p>
      {reported ? (
        <Reported component={component} zone={zone} readMs={readMs} />
      ) : (
        <HowToReport component={component} />
      )}
      {reported && <Availability component={component} zone={zone} />}
    </li>
  );
}

type PartProps = Pick<Props, "component" | "zone">;

function Availability({ component, zone }: PartProps) {
  const { uptime } = component;
  return (
    <div className="mt-auto pt-1">
      <AvailabilityBars component={component} zone={zone} />
      <p className="mt-1 flex flex-wrap justify-between gap-x-3 text-small text-ink-3">
        <span>
          <span className={uptime.availability === null ? "" : "text-ink"}>
            {available(uptime.availability)}
          </span>{" "}
          available
        </span>
        <span title="Of the time since its first result: a result holds until the next, at most three intervals">
          {covered(uptime.coverage)} known
        </span>
      </p>
    </div>
  );
}

type ReportedProps = Pick<Props, "component" | "zone" | "readMs">;

function Reported({ component, zone, readMs }: ReportedProps) {
  const { name, status, stale, since, received, latency_ms, fallback, last_error, error } = component;
  const reason = reasonOf(component);
  return (
    <>
      <p className="flex flex-wrap gap-x-3 text-small">
        {stale && received !== null && (
          <span className="text-amber">
            <span aria-hidden="true">◷ </span>stale: nothing for{" "}
            <Lasted at={received} zone={zone} readMs={readMs} />
          </span>
        )}
        {!stale && since !== null && (
          <span>
            for <Lasted at={since} zone={zone} readMs={readMs} />
          </span>
        )}
        {!stale && received !== null && (
          <span className="text-ink-3">
            checked <Lasted at={received} zone={zone} readMs={readMs} /> ago
          </span>
        )}
        {latency_ms !== null && <span className="text-ink-2">{latencyWords(name, latency_ms)}</span>}
      </p>
      {fallback !== null && (
        <p className="line-clamp-2 text-small wrap-anywhere" title={fallback}>
          <span className="text-ink-3">on fallback:</span> <bdi>{fallback}</bdi>
        </p>
      )}
      {reason !== null && (
        <p
          className={`line-clamp-3 text-small wrap-anywhere ${status === "healthy" ? "text-ink-3" : "text-ink"}`}
          title={reason}
        >
          <bdi>{reason}</bdi>
        </p>
      )}
      {last_error !== null && error === null && (
        <p className="line-clamp-2 text-small wrap-anywhere text-ink-3" title={last_error.message}>
          Last error <Lasted at={last_error.time} zone={zone} readMs={readMs} /> ago:{" "}
          <bdi>{last_error.message}</bdi>
        </p>
      )}
    </>
  );
}
