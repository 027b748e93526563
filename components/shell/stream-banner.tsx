"use client";

import { age } from "@/lib/client/dates";
import { useLive } from "@/lib/client/live";
import { useNow } from "@/lib/client/use-now";

/** A blink of the network is nobody's concern. */
const QUIET_MS = 3000;

/** Says how old the figures are while the stream of changes is down. */
export function StreamBanner() {
  const { state, downSinceMs } = useLive();
  const nowMs = useNow(1000, Date.now);
  if (state !== "down" || downSinceMs === null || nowMs === null || nowMs - downSinceMs < QUIET_MS)
    return null;
  return (
    <p
      role="status"
      className="no-print fixed inset-x-3.5 bottom-3 z-20 mx-auto w-fit rounded-control border border-line-strong bg-amber-soft px-3 py-1.5 text-small text-amber shadow-lg"
    >
      Connection lost: figures are {age(nowMs - downSinceMs)} old. They follow again once the server answers.
    </p>
  );
}
