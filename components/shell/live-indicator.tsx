"use client";

import { age } from "@/lib/client/dates";
import { useLive } from "@/lib/client/live";
import { useNow } from "@/lib/client/use-now";

/** Whether figures follow by themselves, and when the last change came. */
export function LiveIndicator() {
  const { state, heardMs } = useLive();
  const nowMs = useNow(1000, Date.now);
  const words =
    state === "open" && heardMs !== null && nowMs !== null
      ? `Live · ${age(nowMs - heardMs)} ago`
      : state === "down"
        ? "Not live · reconnecting"
        : "Connecting";
  return (
    <p className="flex items-center gap-2" title="When the last change arrived">
      <span
        aria-hidden="true"
        className={`size-1.5 rounded-full ${state === "open" ? "bg-accent" : "border border-ink-3"}`}
      />
      <span>{words}</span>
    </p>
  );
}
