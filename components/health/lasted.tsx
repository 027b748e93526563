"use client";

import { lasting } from "@/lib/client/dates";
import { useNow } from "@/lib/client/use-now";
import { momentExact } from "@/lib/domain/dates";

const TICK_MS = 1000;

interface Props {
  /** Since when, in UTC. */
  at: string;
  zone: string;
  /** When the figures were read: what server and browser agree on until the page is live. */
  readMs: number;
}

/** How long it has been, counted on by itself; exact on hover. */
export function Lasted({ at, zone, readMs }: Props) {
  const nowMs = useNow(TICK_MS) ?? readMs;
  return (
    <time dateTime={at} title={momentExact(at, zone)} className="whitespace-nowrap">
      {lasting(nowMs - Date.parse(at))}
    </time>
  );
}
