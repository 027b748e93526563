"use client";

import { Fragment } from "react";
import { EmptyState } from "@/components/empty-state";
import { useOrigin } from "@/lib/client/use-origin";
import { useView } from "@/lib/client/use-view";
import type { RangeParameters } from "@/lib/client/view";
import type { HealthComponentsReply } from "@/lib/contract/health";
import { ComponentCard } from "./component-card";
import { ComponentHistory } from "./component-history";
import { PROBE_LINES, pushHealth } from "./reporting";
import { anchorsOf, standingOf } from "./standing";

interface Props {
  health: HealthComponentsReply;
  range: RangeParameters;
  readMs: number;
}

/** Every component as a card, the worst first. One of them can be unfolded: its history stands in the row below it. */
export function Components({ health, range, readMs }: Props) {
  const { view, change } = useView();
  const { components, timezone: zone } = health;
  const anchors = anchorsOf(components, standingOf(health, view.environment).of);
  return (
    <section aria-labelledby="components-title">
      <h2 id="components-title" className="mb-2 text-card">
        Components <span className="font-normal text-ink-3">availability over 90 days</span>
      </h2>
      {!components.some(({ reported }) => reported) && <NothingReported />}
      <ul className="grid grid-flow-dense gap-3 sm:grid-cols-[repeat(auto-fill,minmax(276px,1fr))] print:grid-cols-2 print:gap-2">
        {components.map((component, index) => {
          const anchor = anchors[index] ?? "";
          const open = view.open === anchor;
          const panel = `history-of-${anchor}`;
          return (
            <Fragment key={anchor}>
              <ComponentCard
                component={component}
                anchor={anchor}
                panel={panel}
                open={open}
                toggle={() => change({ open: open ? null : anchor })}
                zone={zone}
                readMs={readMs}
              />
              {open && (
                <ComponentHistory
                  id={panel}
                  component={component}
                  range={range}
                  zone={zone}
                  readMs={readMs}
                />
              )}
            </Fragment>
          );
        })}
      </ul>
    </section>
  );
}

function NothingReported() {
  const origin = useOrigin();
  return (
    <div className="mb-3 grid gap-3 lg:grid-cols-2">
      <EmptyState title="Let Greenlight ask" command={PROBE_LINES}>
        Lines of <code>greenlight.yaml</code> that run the pipeline’s own health check; they hold as soon as
        they are saved. An address that answers with health JSON is asked by a probe of kind <code>http</code>
        .
      </EmptyState>
      <EmptyState title="Or tell it" command={pushHealth(origin, "rag")}>
        One component, or the whole <code>health.json</code>. What is not told again for three intervals is
        shown as stale.
      </EmptyState>
    </div>
  );
}
