"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { EnvironmentChip } from "@/components/environment-chip";
import { usePalette } from "@/components/palette/palette-provider";
import { Tone } from "@/components/releases/tone";
import { SplitBar } from "@/components/split-bar";
import { trafficQuery } from "@/lib/client/queries";
import { type Said, syncWords, weight } from "@/lib/client/traffic-words";
import { useShiftKey } from "@/lib/client/use-key";
import { useNow } from "@/lib/client/use-now";
import type { TrafficReply } from "@/lib/contract/traffic";
import { ReleaseLine } from "./release-line";
import { RollbackButton } from "./rollback-button";
import { RollbackPanel } from "./rollback-panel";
import { useFollowed } from "./use-followed";
import { useRollback } from "./use-rollback";

/** On every page: what is live, the split, and the way back. Its own light question feeds it, and no other. */
export function ReleaseStrip({ paintedMs }: { paintedMs: number }) {
  const { data: traffic, isError } = useQuery(trafficQuery());
  const nowMs = useNow(1000) ?? paintedMs;
  const rollback = useRollback();
  const view = useFollowed(rollback.view);
  const button = useRef<HTMLButtonElement>(null);
  const strip = useRef<HTMLElement>(null);
  const focusButton = () => (button.current ?? strip.current)?.focus();
  useShiftKey("r", focusButton);
  const { rollback: fromPalette } = usePalette();
  useEffect(() => {
    // What the palette does is to press this button.
    fromPalette.current = () => {
      focusButton();
      button.current?.click();
    };
  });
  const close = () => {
    rollback.close();
    focusButton();
  };
  return (
    <section
      ref={strip}
      tabIndex={-1}
      aria-label="Traffic"
      className="no-print border-b border-line bg-surface px-3.5 py-2 md:px-6"
    >
      <div className="mx-auto grid min-h-16 max-w-[1632px] content-center gap-2 lg:min-h-10">
        {traffic === undefined ? (
          <p className="text-small text-ink-3">
            {isError ? "Who has the traffic could not be read; it is asked again." : "Who has the traffic?"}
          </p>
        ) : (
          <div className="grid items-center gap-x-6 gap-y-1.5 lg:grid-cols-[auto_minmax(120px,1fr)_auto]">
            <Split traffic={traffic} stale={isError} />
            <RollbackButton
              ref={button}
              traffic={traffic}
              nowMs={nowMs}
              busy={rollback.view.phase === "sending"}
              begin={rollback.begin}
              show={rollback.show}
            />
          </div>
        )}
        <ReleaseLine nowMs={nowMs} />
        {view.phase !== "closed" && (
          <RollbackPanel
            view={view}
            undo={traffic?.undo ?? null}
            nowMs={nowMs}
            send={rollback.send}
            undone={rollback.undone}
            close={close}
          />
        )}
      </div>
    </section>
  );
}

/** On a phone the shares stand in the chips, and what is in order takes no line of its own. */
function Split({ traffic, stale }: { traffic: TrafficReply; stale: boolean }) {
  const { environments, live } = traffic;
  const shown = environments.green.applied_weight ?? environments.green.desired_weight;
  const said = stale ? UNANSWERED : syncWords(traffic);
  const calm = !stale && traffic.sync === "in_sync";
  return (
    <>
      <p className="flex min-w-0 items-center gap-x-3 max-lg:justify-between max-lg:gap-x-1.5">
        <EnvironmentChip
          environment="blue"
          place={environments.blue}
          live={live === "blue"}
          share={100 - shown}
        />
        {calm && (
          <span className="text-small whitespace-nowrap lg:hidden">
            <Tone {...said} />
          </span>
        )}
        <EnvironmentChip
          environment="green"
          place={environments.green}
          live={live === "green"}
          share={shown}
        />
      </p>
      <div className="grid min-w-0 gap-1">
        <p
          className={`flex min-w-0 items-baseline justify-between gap-3 text-small ${calm ? "max-lg:hidden" : ""}`}
        >
          <span className="shrink-0 max-lg:hidden">{weight(100 - shown)}</span>
          <span className="min-w-0 truncate max-lg:line-clamp-2 max-lg:whitespace-normal">
            <Tone {...said} />
          </span>
          <span className="shrink-0 max-lg:hidden">{weight(shown)}</span>
        </p>
        <SplitBar green={shown} faint={traffic.sync === "unknown"} />
      </div>
    </>
  );
}

const UNANSWERED: Said = { sign: "▲", words: "not answered; as it was read before", tone: "warn" };
