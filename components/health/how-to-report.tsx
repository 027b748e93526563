"use client";

import { CopyLine } from "@/components/copy-line";
import { useOrigin } from "@/lib/client/use-origin";
import type { ComponentState } from "@/lib/contract/health";
import { pushHealth } from "./reporting";

/** What would bring the first result of a component that is known, but was never heard of. */
export function HowToReport({ component: { name, probe } }: { component: ComponentState }) {
  const origin = useOrigin();
  if (probe !== null)
    return (
      <p className="text-small text-ink-2">
        Its {probe} probe has not answered yet. If this stays, the configuration names something that cannot
        be asked.
      </p>
    );
  return (
    <details className="text-small text-ink-2">
      <summary className="w-fit rounded-[4px] hover:text-ink">No check tells of it. How to report it</summary>
      <div className="mt-1.5 grid min-w-0 gap-1.5">
        <p>Push a result, also as part of the whole health.json, or name a probe in greenlight.yaml:</p>
        <CopyLine text={pushHealth(origin, name)} />
      </div>
    </details>
  );
}
