"use client";

import { useQuery } from "@tanstack/react-query";
import { settingsQuery } from "@/lib/client/queries";

/** On every page of the demo: whose figures these are not, and how to see one's own. */
export function DemoBanner() {
  const { data } = useQuery(settingsQuery());
  if (data?.demo !== true) return null;
  return (
    <aside
      aria-label="Demo"
      className="border-b border-line bg-accent-soft px-3.5 py-1.5 text-small text-ink md:px-6"
    >
      <strong className="font-strong">Demo: invented figures.</strong> Connect your own:{" "}
      <code className="font-mono break-words">npm run up -- --source path/to/execution_roi.json</code>
    </aside>
  );
}
