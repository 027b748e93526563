"use client";

import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { Ticks } from "@/components/releases/ticks";
import { named, weight } from "@/lib/client/traffic-words";
import type { RollbackReport, TrafficReply } from "@/lib/contract/traffic";
import { runbookSection } from "@/lib/domain/docs-links";
import { RollbackDone } from "./rollback-done";
import type { RollbackView, Target } from "./use-rollback";

interface Props {
  view: Exclude<RollbackView, { phase: "closed" }>;
  undo: TrafficReply["undo"];
  nowMs: number;
  send: (target: Target, confirm: boolean) => void;
  undone: (report: RollbackReport) => void;
  close: () => void;
}

/** Opens with the click and stays until it is closed: the question, the steps, how it ended, what can be done next. */
export function RollbackPanel(props: Props) {
  const { view, close } = props;
  const panel = useRef<HTMLElement>(null);
  // What was pressed may be gone by now: who uses the keyboard goes on from here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the phase says when.
  useEffect(() => panel.current?.focus(), [view.phase]);
  const closeByKey = ({ key }: KeyboardEvent) => {
    if (key === "Escape") close();
  };
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label="Rollback"
      onKeyDown={closeByKey}
      className="mb-1 grid gap-3 rounded-card border border-ink bg-raised p-3.5"
    >
      <div className="flex items-start justify-between gap-3">
        <p role="status" className="min-w-0 text-card wrap-anywhere">
          {headline(view)}
        </p>
        <button type="button" onClick={close} className="control shrink-0">
          Close
        </button>
      </div>
      <Body {...props} />
    </section>
  );
}

function headline(view: Props["view"]): string {
  switch (view.phase) {
    case "asking":
      return `${named(view.target.to, view.target.version)} is not known good: ${view.fault}`;
    case "sending":
      return `Rolling back to ${named(view.target.to, view.target.version)}`;
    case "failed":
      return view.report === null
        ? "Nothing was rolled back"
        : `Accepted, but not done yet: ${view.target.to} is to have everything`;
    case "undone":
      return `Undone: ${weight(view.report.from.weight)} of new articles go to ${view.report.from.environment} again`;
    case "done": {
      const { changed, to, verification } = view.report;
      const target = named(to.environment, to.version);
      if (!changed) return `Nothing to undo: ${target} has everything already`;
      return verification.passed
        ? `Rolled back to ${target}, verified`
        : `Everything was given to ${target}, but that is not verified`;
    }
  }
}

function Body({ view, undo, nowMs, send, undone, close }: Props) {
  switch (view.phase) {
    case "asking":
      return (
        <>
          <p className="max-w-[80ch] text-small text-ink-2">
            100 % of new articles would go there all the same. What has been begun elsewhere runs to its end
            where it is.
          </p>
          <Choices>
            <button type="button" onClick={() => send(view.target, true)} className="control control-main">
              Give everything to {view.target.to} all the same
            </button>
            <button type="button" onClick={close} className="control">
              Leave it as it is
            </button>
          </Choices>
        </>
      );
    case "sending":
      return <Ticks steps={[]} to={view.target.to} waiting />;
    case "failed":
      return (
        <>
          {view.report && <Ticks steps={view.report.steps} to={view.target.to} />}
          <p className="max-w-[80ch] text-small wrap-anywhere text-red">
            <span aria-hidden="true">▲ </span>
            {view.words}
          </p>
          <p className="max-w-[80ch] text-small text-ink-2">
            {view.report === null
              ? "Sending it again does no harm: what is rolled back already changes nothing a second time."
              : "It is recorded and tried again, every 1 to 30 s, until the balancer has taken it; also when this page is closed."}{" "}
            <Link href="/releases" className="link underline">
              What the balancer says stands on Releases
            </Link>
            , and what each answer means{" "}
            <Link href={runbookSection("roll-back")} prefetch={false} className="link underline">
              in the runbook
            </Link>
            .
          </p>
          <Choices>
            <button
              type="button"
              onClick={() => send(view.target, view.confirm)}
              className="control control-main"
            >
              {view.report === null ? "Send it again" : "Try again now"}
            </button>
          </Choices>
        </>
      );
    case "done":
      return <RollbackDone report={view.report} undo={undo} nowMs={nowMs} undone={undone} />;
    case "undone":
      return (
        <p className="text-small text-ink-2">
          The{" "}
          <Link href={`/releases/rollbacks/${view.report.id}`} className="link underline">
            report of the rollback
          </Link>{" "}
          stays.
        </p>
      );
  }
}

const Choices = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap gap-2">{children}</div>
);
