"use client";

import { Card } from "@/components/card";
import { useNow } from "@/lib/client/use-now";
import type { Source } from "@/lib/contract/sources";
import { counted } from "@/lib/domain/format";
import { SourceItem } from "./source-item";
import { byUrgency } from "./source-state";

const TICK_MS = 5000;

/** Where the figures come from, and how reading goes. What needs somebody stands first. */
export function Sources({ sources, zone }: { sources: readonly Source[]; zone: string }) {
  const nowMs = useNow(TICK_MS);
  return (
    <Card title="Sources" unit={sources.length === 0 ? "none yet" : counted(sources.length, "source")}>
      {sources.length === 0 ? (
        <p className="text-body text-ink-2">
          No file is watched and nothing was pushed yet. Add one below; it is listed here as soon as it is
          read.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {byUrgency(sources).map((source) => (
            <SourceItem key={`${source.kind} ${source.path}`} source={source} zone={zone} nowMs={nowMs} />
          ))}
        </ul>
      )}
    </Card>
  );
}
