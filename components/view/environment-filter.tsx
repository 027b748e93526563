"use client";

import { useView } from "@/lib/client/use-view";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { SEGMENT, SEGMENTS } from "./segment";
import { ViewLink } from "./view-link";

const DOTS = { blue: "bg-blue", green: "bg-green" } as const;

/** Everything, or what one environment made. */
export function EnvironmentFilter() {
  const { view } = useView();
  return (
    <nav aria-label="Environment" className={SEGMENTS}>
      <ViewLink change={{ environment: null }} current={view.environment === null} className={SEGMENT}>
        All
      </ViewLink>
      {ENVIRONMENTS.map((environment) => (
        <ViewLink
          key={environment}
          change={{ environment }}
          current={view.environment === environment}
          className={SEGMENT}
        >
          <span aria-hidden="true" className={`size-2 rounded-full ${DOTS[environment]}`} />
          {environment}
        </ViewLink>
      ))}
    </nav>
  );
}
