"use client";

import { EmptyState } from "@/components/empty-state";
import { ViewLink } from "@/components/view/view-link";
import { useOrigin } from "@/lib/client/use-origin";
import type { RangeParameters } from "@/lib/client/view";
import type { ErrorsReply } from "@/lib/contract/errors";
import { ErrorClassChart, ErrorRateChart } from "./error-charts";
import { ErrorTable } from "./error-table";
import { PAIRS } from "./pairs";
import { LOG_LINES, pushError } from "./reporting";

interface Props {
  range: RangeParameters;
  errors: ErrorsReply;
  /** Whether anything would tell of an error. */
  heard: boolean;
  readMs: number;
}

/** What fails, how often, and the words it failed with. */
export function Errors({ range, errors, heard, readMs }: Props) {
  return (
    <section aria-labelledby="errors-title">
      <h2 id="errors-title" className="mb-2 text-card">
        Errors
      </h2>
      <div className={PAIRS}>
        {errors.count > 0 && <ErrorClassChart range={range} errors={errors} />}
        {errors.error_rate !== null && <ErrorRateChart range={range} errors={errors} />}
        {errors.count === 0 && <NoErrors heard={heard} />}
      </div>
      {errors.latest.length > 0 && (
        <div className="mt-3">
          <ErrorTable range={range} errors={errors} readMs={readMs} />
        </div>
      )}
    </section>
  );
}

function NoErrors({ heard }: { heard: boolean }) {
  const origin = useOrigin();
  if (heard)
    return (
      <EmptyState title="✓ No error was recorded in this range.">
        <ViewLink change={{ range: "all" }} className="link">
          Show all that is stored
        </ViewLink>
      </EmptyState>
    );
  return (
    <EmptyState
      title="Nothing tells of errors yet."
      command={`${LOG_LINES}\n\n# or push one:\n${pushError(origin)}`}
    >
      Lines of <code>greenlight.yaml</code> that follow the pipeline’s log: its ERROR and CRITICAL lines are
      grouped by what they say, with keys and passwords blacked out.
    </EmptyState>
  );
}
