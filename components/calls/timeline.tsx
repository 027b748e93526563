"use client";

import { useState } from "react";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";
import { providerColours } from "@/lib/client/colours";
import type { Call } from "@/lib/contract/executions";
import { count, counted } from "@/lib/domain/format";
import { type Bars, barsOf, offsetsOf } from "./timeline-bars";
import { TimelineRow, TRACKS } from "./timeline-row";

/** More rows than this are drawn only when somebody asks for them. */
const ROWS_MAX = 100;

interface Props {
  calls: readonly Call[];
  zone: string;
  /** Why there are none, where there are none. */
  none: string;
}

/** The calls of a run in their order: what cost what. */
export function Timeline({ calls, zone, none }: Props) {
  const [all, setAll] = useState(false);
  if (calls.length === 0) return <EmptyState title="No calls are recorded.">{none}</EmptyState>;
  const bars = barsOf(calls);
  const after = offsetsOf(calls);
  const colours = coloursOf(calls);
  const shown = all ? calls : calls.slice(0, ROWS_MAX);
  const timed = after.some((at) => at !== null);
  return (
    <Card title="Timeline" unit={counted(calls.length, "call")}>
      <p className="max-w-[90ch] text-small text-ink-3">
        {calls.length > 1 && "In the order in which they were made. "}
        {bars.says} {!timed && `When ${calls.length > 1 ? "each" : "it"} was made is not recorded.`}
      </p>
      <Heads timed={timed && calls.length > 1} bars={bars} />
      <ol>
        {shown.map((call, index) => (
          <TimelineRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a call's place in its run is its name.
            key={index}
            call={call}
            place={index + 1}
            after={calls.length > 1 ? (after[index] ?? null) : null}
            bars={bars}
            colour={colours.get(call.provider) ?? ""}
            zone={zone}
          />
        ))}
      </ol>
      {shown.length < calls.length && (
        <button type="button" onClick={() => setAll(true)} className="control no-print mt-3">
          Show all {count(calls.length)} calls
        </button>
      )}
    </Card>
  );
}

function coloursOf(calls: readonly Call[]): Map<string, string> {
  const providers = [...new Set(calls.map(({ provider }) => provider))];
  const colours = providerColours(providers);
  return new Map(providers.map((provider, index) => [provider, colours[index] ?? ""]));
}

/** For the eye only: every cell of a row says by itself what it is. */
const Heads = ({ timed, bars }: { timed: boolean; bars: Bars }) => (
  <div
    aria-hidden="true"
    className={`mt-2 hidden gap-x-4 border-b border-line-strong pb-1 text-small text-ink-3 lg:grid ${TRACKS}`}
  >
    <span>{timed ? "After first" : ""}</span>
    <span>Agent, model</span>
    <span>{bars.of === "cost" ? "Cost compared" : "Time taken"}</span>
    <span className="text-right">Tokens</span>
    <span className="text-right">Cost</span>
  </div>
);
